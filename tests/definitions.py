#!/usr/bin/env python3
"""Programs and their texts as the suites compare documents with them: what a library says is put in place, as the program does.

Read by Python's own XML parser and by rules written down once more, from the heads of schemas/program.xsd and catalog.xsd. `data` is a
data folder: this checkout or a copy of parts of it. As a command it prints what it reads, for suites in other languages:
  definitions.py programs DATA                  the ids of the programs, one a line
  definitions.py program DATA PROGRAM           a program's definition
  definitions.py texts DATA LANGUAGE PROGRAM    a catalog of the texts that a program asks for"""
import copy, pathlib, sys
import xml.etree.ElementTree as ET

P, C = "{urn:auditfolio:program}", "{urn:auditfolio:catalog}"


def programs(data):
    return sorted(path.stem for path in pathlib.Path(data).glob("templates/programs/*.xml"))


def languages(data, name):
    """Those that have a catalog of the program."""
    return sorted(path.parent.name for path in pathlib.Path(data).glob(f"locales/*/{name}.xml"))


def program_file(data, name):
    return pathlib.Path(data) / f"templates/programs/{name}.xml"


def library_file(data, name):
    """The library that a program names, or None."""
    library = ET.parse(program_file(data, name)).getroot().get("library")
    return pathlib.Path(data) / f"templates/programs/shared/{library}.xml" if library else None


def program(data, name):
    """The root of a program's definition with nothing left that refers to a library."""
    root, path = ET.parse(program_file(data, name)).getroot(), library_file(data, name)
    if not path:
        return root
    library = ET.parse(path).getroot()
    thresholds = root.find(P + "thresholds")
    own = {one.get("id") for one in thresholds}
    thresholds.extend(one for one in library.find(P + "thresholds") if one.get("id") not in own)
    shared = {(one.tag, one.get("id")): one for one in library}
    for element in root.iter():
        if element.tag in (P + "item", P + "document") and "ref" in element.attrib:
            source = shared[element.tag, element.attrib.pop("ref")]
            terms = " ".join(filter(None, (source.get("terms"), element.get("terms"))))
            element.attrib = {**source.attrib, **element.attrib, **({"terms": terms} if terms else {})}
            element[:] = [*copy.deepcopy(list(source)), *element]
    return root


def catalog_files(data, language, name):
    """Where a program's texts are looked for, first its own catalog."""
    library = library_file(data, name)
    return [pathlib.Path(data) / f"locales/{language}/{stem}.xml" for stem in (name, *([library.stem] if library else []))]


def catalog(data, language, name):
    """The root of a program's catalog, with those of its library's texts behind its own that it has not itself; some of these may be
    for other programs (texts() tells)."""
    first, *others = (ET.parse(path).getroot() for path in catalog_files(data, language, name))
    for other in others:
        own = {one.get("id") for one in first}
        first.extend(one for one in other if one.get("id") not in own)
    return first


WHOLE = ("program.title", "program.checklist", "program.disclaimer", "introduction.title", "introduction.text", "expectations.title",
         "expectations.text", "application.title", "application.after", "competency.title", "competency.text", "categories.title",
         "categories.lead", "mail.subject")
EACH = {  # of each element with an id
    "competency": ["competency.{}"], "category": ["category.{}.name", "category.{}.text"], "subcategory": ["subcategory.{}.name"],
    "deployment-model": ["model.{}.name", "model.{}.column"], "step": ["application.step.{}"], "content": ["application.content.{}"],
    "part": ["part.{}.title", "part.{}.lead"], "section": ["section.{}.title"],
    "document": ["document.{}.title", "document.{}.requirement"], "item": ["item.{}.title"], "resource": ["resource.{}.title", "resource.{}.text"],
}


def texts(root):
    """The ids of the texts that a program asks for, but those of its rules."""
    asked = set(WHOLE)
    if root.find(P + "resources") is not None:
        asked.add("resources.title")
    for element in root.iter():
        tag = element.tag.removeprefix(P)
        name = element.get("id")
        asked.update(pattern.format(name) for pattern in EACH.get(tag, ()))
        if tag == "deployment-models" and element.get("described") == "true":
            asked.add("models.lead")
        if tag == "deployment-model" and element.get("described") == "true":
            asked.add(f"model.{name}.text")
        if tag == "deployment-model" and element.get("group"):
            asked.add(f"model-group.{element.get('group')}.name")
        if tag == "section" and element.get("pillar") == "true":
            asked.add(f"section.{name}.text")
        if tag == "applies" and element.get("note"):
            asked.add(f"applicability.{element.get('note')}")
        if tag == "item":
            asked.update(texts_of_item(element))
        if tag in ("item", "document"):
            asked.update(f"term.{term}" for term in element.get("terms", "").split())
    return asked


def texts_of_item(item):
    for child in item:
        tag, prefix = child.tag.removeprefix(P), f"item.{item.get('id')}"
        if tag in ("requirement", "followup", "evidence"):
            yield f"{prefix}.{tag}"
        elif tag in ("answer", "record") or child.get("from"):
            yield f"{prefix}.{child.get('id')}"
        elif tag == "choice":
            yield from (f"{prefix}.{child.get('id')}.{option.get('id')}" for option in child if option.get("id") not in ("yes", "no"))


if __name__ == "__main__":
    what, data, *rest = sys.argv[1:]
    if what == "programs":
        print("\n".join(programs(data)))
    else:
        found = program(data, rest[-1])
        if what == "texts":
            asked, found = texts(found), catalog(data, *rest)
            found[:] = [one for one in found if one.get("id") in asked]
        ET.register_namespace("", found.tag.partition("}")[0][1:])
        print(ET.tostring(found, "unicode"))
