#!/bin/sh
# Makes configure from configure.ac, Makefile.am and each folder's local.mk.
set -eu
cd "$(dirname "$0")"
exec autoreconf --install
