/* What libxml2's parser and its schema validator find, told as diagnostics of the catalogue: internal to base/. */
#pragma once

#include "base/diag.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>

/* The first fault of a document that is no XML. name stands for the file. */
void af_xml_parser_fault(AfDiagnostics *diagnostics, const char *name, const xmlParserCtxt *parser,
                         const xmlError *error);

/* Of a validator's run. */
typedef struct {
    AfDiagnostics *diagnostics;
    const char *name;     /* stands for the file */
    const xmlDoc *schema; /* what the document is validated against */
    /* The value that was last at fault: libxml2 finds the same fault of it by its facet and by its type. */
    const xmlNode *value_node;
    char *value_attribute; /* to be freed in the end */
} AfSchemaFaults;

/* A fault that the validator found in a document. FALSE if it has been said already. */
gboolean af_xml_schema_fault(AfSchemaFaults *faults, const xmlError *error);
