/* Sources: what documents are made of, as their PDFs carry it. */
#include "cli/cli.h"

static AfSourceFiles *files_new(const char *kind, const AfProgram *program) {
    AfSourceFiles *files = g_new0(AfSourceFiles, 1);
    files->source.kind = kind;
    files->source.program = af_program_id(program);
    files->source.version = af_program_version(program);
    return files;
}

void af_source_files_free(AfSourceFiles *files) {
    if (!files) return;
    g_free(files->name);
    g_free(files->description);
    g_free(files->other_name);
    g_free(files->other_description);
    if (files->evidence) g_string_free(files->evidence, TRUE);
    g_free(files);
}

/* A file's name may be any bytes; a PDF's is text. */
static char *file_name(const char *name, const char *suffix) {
    g_autofree char *valid = g_utf8_make_valid(name, -1);
    return g_strconcat(valid, suffix, NULL);
}

static void set_file(AfSourceFiles *files, char *name, char *description, const GByteArray *bytes) {
    files->name = name;
    files->description = description;
    files->source.file = (AfPdfFile){name, "application/xml", description, bytes->data, bytes->len};
}

static void set_supplement(AfSourceFiles *files, const char *media_type, char *name, char *description,
                           const void *bytes, gsize length) {
    files->other_name = name;
    files->other_description = description;
    files->source.supplement = (AfPdfFile){name, media_type, description, bytes, length};
}

AfSourceFiles *af_source_of_assessment(const AfAssessment *assessment, const AfCatalog *messages) {
    const char *name = af_assessment_name(assessment);
    AfSourceFiles *files = files_new("assessment", af_assessment_program(assessment));
    set_file(files, file_name(name, ".xml"), af_catalog_text(messages, "source.assessment"),
             af_assessment_bytes(assessment));
    files->evidence = af_evidence_list(assessment);
    if (files->evidence->len)
        set_supplement(files, "text/plain", file_name(name, ".sha256"), af_catalog_text(messages, "source.evidence"),
                       files->evidence->str, files->evidence->len);
    return files;
}

AfSourceFiles *af_source_of_program(const AfProgram *program, const AfCatalog *messages) {
    AfSourceFiles *files = files_new("program", program);
    set_file(files, file_name(af_program_id(program), ".xml"), af_catalog_text(messages, "source.program"),
             af_program_bytes(program));
    const GByteArray *library = af_program_library_bytes(program);
    if (library)
        set_supplement(files, "application/xml", file_name(af_program_library(program), ".xml"),
                       af_catalog_text(messages, "source.library"), library->data, library->len);
    return files;
}
