/* The library of this stage. */
#include "base/library.h"
#include "transform/transform.h"

#include <libxslt/xslt.h>

void af_transform_versions(GPtrArray *versions) {
    int xslt = xsltLibxsltVersion;
    af_library_versions_add(versions, "libxslt", "%d.%d.%d", xslt / 10000, xslt / 100 % 100, xslt % 100);
}
