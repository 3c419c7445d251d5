#include "tests/daemon/http_pki.h"

#include <assert.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 512, DAY_S = 24 * 60 * 60 };

struct identity {
	X509 *certificate;
	EVP_PKEY *key;
};

static char folder[PATH_BYTES - 64];
static pid_t maker;
static struct identity authority;

static FILE *create(const char *name, const char *kind)
{
	char path[PATH_BYTES];

	(void)snprintf(path, sizeof(path), "%s/%s%s", folder, name, kind);
	FILE *to = fopen(path, "w");
	assert(to != NULL);
	fchmod(fileno(to), S_IRUSR | S_IWUSR);
	return to;
}

static void write_files(const char *name, const struct identity *identity)
{
	FILE *to = create(name, ".pem");
	int written = PEM_write_X509(to, identity->certificate);

	assert(written == 1);
	(void)fclose(to);
	to = create(name, ".key");
	written = PEM_write_PrivateKey(to, identity->key, NULL, NULL, 0, NULL, NULL);
	assert(written == 1);
	(void)fclose(to);
}

static void add_extension(X509 *certificate, int nid, const char *value)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, nid, value);
	assert(extension != NULL);
	X509_add_ext(certificate, extension, -1);
	X509_EXTENSION_free(extension);
}

/* issuer NULL: an authority that signs itself. */
static struct identity make_for(long seconds, const char *name, const struct identity *issuer)
{
	static long serial = 1;
	struct identity made = {X509_new(), EVP_EC_gen("P-256")};

	assert(made.certificate != NULL && made.key != NULL);
	X509_set_version(made.certificate, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(made.certificate), serial++);
	X509_gmtime_adj(X509_getm_notBefore(made.certificate), -DAY_S);
	X509_gmtime_adj(X509_getm_notAfter(made.certificate), seconds);
	X509_set_pubkey(made.certificate, made.key);
	X509_NAME *subject = X509_get_subject_name(made.certificate);
	X509_NAME_add_entry_by_txt(
		subject, "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0);
	const struct identity *signer = issuer != NULL ? issuer : &made;
	X509_set_issuer_name(made.certificate, X509_get_subject_name(signer->certificate));
	if (issuer == NULL)
		add_extension(made.certificate, NID_basic_constraints, "critical,CA:TRUE");
	else
		add_extension(made.certificate, NID_subject_alt_name, "IP:127.0.0.1");
	int signed_bytes = X509_sign(made.certificate, signer->key, EVP_sha256());
	assert(signed_bytes > 0);
	write_files(name, &made);
	return made;
}

static struct identity make(const char *name, const struct identity *issuer)
{
	return make_for(DAY_S, name, issuer);
}

static void forget(struct identity identity)
{
	X509_free(identity.certificate);
	EVP_PKEY_free(identity.key);
}

static void remove_folder(void)
{
	/* Children that exit leave it to their parent. */
	forget(authority);
	if (getpid() != maker)
		return;
	static const char *const names[] = {"ca", "stranger-ca", "server", "server2", "client",
		"colleague", "brief", "stranger", "live"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char path[PATH_BYTES];
		(void)snprintf(path, sizeof(path), "%s/%s.pem", folder, names[i]);
		unlink(path);
		(void)snprintf(path, sizeof(path), "%s/%s.key", folder, names[i]);
		unlink(path);
	}
	rmdir(folder);
}

static void make_all(void)
{
	const char *tmp = getenv("TMPDIR");

	(void)snprintf(folder, sizeof(folder), "%s/bursar-pki-XXXXXX", tmp != NULL ? tmp : "/tmp");
	char *made = mkdtemp(folder);
	assert(made != NULL);
	maker = getpid();
	(void)atexit(remove_folder);
	struct identity ca = make("ca", NULL);
	struct identity stranger_ca = make("stranger-ca", NULL);
	forget(make("server", &ca));
	forget(make("server2", &ca));
	forget(make("client", &ca));
	forget(make("colleague", &ca));
	forget(make("stranger", &stranger_ca));
	authority = ca;
	forget(stranger_ca);
}

void pki_make_brief(void)
{
	pki_path("");
	forget(make_for(PKI_BRIEF_S, "brief", &authority));
}

const char *pki_path(const char *file)
{
	static char paths[8][PATH_BYTES];
	static unsigned turn;

	if (folder[0] == '\0')
		make_all();
	char *path = paths[turn++ % 8];
	(void)snprintf(path, PATH_BYTES, "%s/%s", folder, file);
	return path;
}

struct digest pki_digest(const char *name)
{
	char file[64];

	(void)snprintf(file, sizeof(file), "%s.pem", name);
	FILE *from = fopen(pki_path(file), "r");
	assert(from != NULL);
	X509 *certificate = PEM_read_X509(from, NULL, NULL, NULL);
	assert(certificate != NULL);
	(void)fclose(from);
	struct digest digest;
	unsigned len = 0;
	int done = X509_digest(certificate, EVP_sha256(), digest.bytes, &len);
	assert(done == 1 && len == DIGEST_BYTES);
	X509_free(certificate);
	return digest;
}

void pki_copy(const char *from, const char *to)
{
	char bytes[8192];
	FILE *in = fopen(pki_path(from), "r");
	FILE *out = fopen(pki_path(to), "w");

	assert(in != NULL && out != NULL);
	fchmod(fileno(out), S_IRUSR | S_IWUSR);
	size_t len = fread(bytes, 1, sizeof(bytes), in);
	size_t written = fwrite(bytes, 1, len, out);
	assert(written == len);
	(void)fclose(in);
	(void)fclose(out);
}
