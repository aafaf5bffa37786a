/* Prints sRGB as an ICC profile, in numbers for a table in C: what src/pdf/profile.c puts into documents.
 *
 * It is Little CMS's own: 588 bytes, whose curve is a formula. Profiles with a curve of a thousand numbers take readers
 * that use Little CMS (poppler) ten times as long for a page, and four times the bytes. */
#include <lcms2.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { date = 24, date_length = 12 }; /* of the profile's header (ICC.1:2004-10, 7.2) */

static int print(cmsHPROFILE profile) {
    cmsUInt32Number length = 0;
    cmsSetProfileVersion(profile, 4.2); /* as PDF 1.7 knows it (ISO 32000-1, table 67) */
    if (!cmsSaveProfileToMem(profile, NULL, &length) || length < 128) return EXIT_FAILURE;
    unsigned char *bytes = malloc(length);
    if (!bytes || !cmsSaveProfileToMem(profile, bytes, &length)) return EXIT_FAILURE;
    static const unsigned char day[] = {2000 >> 8, 2000 & 0xFF, 0, 1, 0, 1}; /* not when it was made: builds are the same */
    memset(bytes + date, 0, date_length);
    memcpy(bytes + date, day, sizeof day);
    for (cmsUInt32Number i = 0; i < length; i++) printf("%u,%s", bytes[i], i % 24 == 23 ? "\n" : "");
    free(bytes);
    return fflush(stdout) || ferror(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}

int main(void) {
    cmsHPROFILE profile = cmsCreate_sRGBProfile();
    if (!profile) return EXIT_FAILURE;
    int status = print(profile);
    cmsCloseProfile(profile);
    return status;
}
