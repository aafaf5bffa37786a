/* Domains: A-labels and U-labels, by ICU's UTS 46. */
#include "locale/names.h"

#include "locale/internal.h"

#include <string.h>
#include <unicode/uidna.h>

/* No domain is that long; it keeps what somebody puts in from being worked on for long. */
#define MAX_BYTES 1000

static const UIDNA *rules(void) {
    static UIDNA *idna;
    if (!idna) {
        UErrorCode status = U_ZERO_ERROR;
        idna = uidna_openUTS46(UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
                                   UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE,
                               &status);
        if (U_FAILURE(status)) idna = NULL;
    }
    return idna;
}

typedef int32_t Convert(const UIDNA *, const UChar *, int32_t, UChar *, int32_t, UIDNAInfo *, UErrorCode *);

/* NULL if it is no domain. A label with hyphens in the third and fourth place ("a1--b") is no A-label, but there are
 * domains that have one. */
static char *convert(Convert *function, const char *domain) {
    if (!*domain || strlen(domain) > MAX_BYTES || !rules()) return NULL;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    int32_t length = 0;
    g_autofree UChar *wide = af_utf16(domain, &length);
    char *result = NULL;
#define FILL(buffer, capacity, status) function(rules(), wide, length, buffer, capacity, &info, status)
    AF_ICU_STRING(result, FILL);
#undef FILL
    if (info.errors & ~(uint32_t)UIDNA_ERROR_HYPHEN_3_4) g_clear_pointer(&result, g_free);
    return result;
}

static gboolean is_number(const char *label) {
    return *label && strspn(label, "0123456789") == strlen(label);
}

char *af_domain_ascii(const char *domain) {
    g_autofree char *ascii = convert(uidna_nameToASCII, domain);
    if (!ascii || !*ascii) return NULL;
    const char *dot = strrchr(ascii, '.');
    if (dot && !dot[1]) return NULL; /* the root's dot, which ICU lets be */
    if (is_number(dot ? dot + 1 : ascii)) return NULL;
    return g_steal_pointer(&ascii);
}

char *af_domain_unicode(const char *domain) {
    char *own = convert(uidna_nameToUnicode, domain);
    return own ? own : g_strdup(domain);
}
