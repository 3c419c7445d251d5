# Prints "FILE:LINE:CODE" of C files with comments blank and the contents of string and character
# literals left out, so that checks see code alone. Lines of #include keep their name.
function strip(line,    out, i, c, two, n) {
	out = ""
	n = length(line)
	for (i = 1; i <= n; i++) {
		two = substr(line, i, 2)
		c = substr(line, i, 1)
		if (in_comment) {
			if (two == "*/") {
				in_comment = 0
				i++
			}
		} else if (quote != "") {
			if (c == "\\")
				i++
			else if (c == quote) {
				out = out c
				quote = ""
			}
		} else if (two == "/*") {
			in_comment = 1
			out = out " "
			i++
		} else if (two == "//") {
			break
		} else {
			if (c == "\"" || (c == "'" && out !~ /[0-9]$/))
				quote = c
			out = out c
		}
	}
	quote = ""
	return out
}

FNR == 1 { in_comment = 0 }

{
	if (!in_comment && $0 ~ /^[ \t]*#[ \t]*include/)
		print FILENAME ":" FNR ":" $0
	else
		print FILENAME ":" FNR ":" strip($0)
}
