/* The libraries of this stage; libhyphen does not tell its version. */
#include "base/library.h"
#include "locale/locale.h"

#include <unicode/ulocdata.h>
#include <unicode/uversion.h>

void af_locale_versions(GPtrArray *versions) {
    UVersionInfo icu, cldr;
    UErrorCode status = U_ZERO_ERROR;
    char text[U_MAX_VERSION_STRING_LENGTH];
    u_getVersion(icu);
    u_versionToString(icu, text);
    af_library_versions_add(versions, "ICU", "%s", text);
    ulocdata_getCLDRVersion(cldr, &status);
    if (U_FAILURE(status)) return;
    u_versionToString(cldr, text);
    af_library_versions_add(versions, "CLDR", "%s", text); /* the data in it */
}
