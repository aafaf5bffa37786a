<?xml version="1.0" encoding="UTF-8"?>
<!-- The index of a folder: each document with a picture of its first page and links to its files, checklists by program and
     reports by assessment, in the user's language. It asks for nothing else and needs no script. Names of programs are in the
     language of their document, those of partners and solutions in that of the assessment. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:auditfolio:document"
                xmlns:l="urn:auditfolio:locale" exclude-result-prefixes="d l">
  <xsl:output method="html" encoding="UTF-8" indent="no"/>
  <xsl:param name="generator"/>

  <xsl:key name="of-program" match="d:document[@kind = 'blank']" use="@program"/>
  <xsl:key name="of-assessment" match="d:document[@kind = 'report']" use="@name"/>
  <xsl:variable name="reports" select="/d:index/d:document[@kind = 'report']"/>
  <xsl:variable name="title">
    <xsl:choose>
      <xsl:when test="$reports"><xsl:value-of select="l:message('index.title-reports')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="l:message('index.title')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <xsl:variable name="language" select="string(/d:index/@xml:lang)"/>
  <xsl:variable name="upper" select="'ABCDEFGHIJKLMNOPQRSTUVWXYZ'"/>
  <xsl:variable name="lower" select="'abcdefghijklmnopqrstuvwxyz'"/>

  <xsl:template match="/d:index">
    <html lang="{$language}" dir="{l:direction()}">
      <head>
        <meta charset="utf-8"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta name="generator" content="{$generator}"/>
        <title><xsl:value-of select="$title"/></title>
        <style><xsl:value-of select="$style"/></style>
      </head>
      <body>
        <header>
          <h1><xsl:value-of select="$title"/></h1>
          <p><xsl:value-of select="l:message('index.lead', count(d:document))"/></p>
        </header>
        <main>
          <xsl:apply-templates select="d:document[generate-id() = generate-id(key('of-program', @program)[1])]" mode="program">
            <xsl:sort select="@program"/>
          </xsl:apply-templates>
          <xsl:if test="$reports">
            <section aria-labelledby="reports">
              <h2 id="reports"><xsl:value-of select="l:message('index.reports')"/></h2>
              <xsl:apply-templates select="$reports[generate-id() = generate-id(key('of-assessment', @name)[1])]" mode="assessment">
                <xsl:sort select="@name"/>
              </xsl:apply-templates>
            </section>
          </xsl:if>
        </main>
      </body>
    </html>
  </xsl:template>

  <!-- A program: the title of the document in the reader's language if there is one, of the first otherwise. -->
  <xsl:template match="d:document" mode="program">
    <xsl:variable name="documents" select="key('of-program', @program)"/>
    <xsl:variable name="named" select="($documents[@language = $language] | self::node()[not($documents/@language = $language)])[1]"/>
    <section aria-labelledby="{@program}">
      <h2 id="{@program}">
        <span lang="{$named/@language}"><xsl:value-of select="$named/@title"/></span>
        <xsl:text> </xsl:text>
        <small><xsl:value-of select="l:message('index.version', string(@version), l:date(string(@date)))"/></small>
      </h2>
      <ul>
        <xsl:apply-templates select="$documents" mode="card">
          <xsl:sort select="l:sort-key(l:language-name(string(@language)))"/>
        </xsl:apply-templates>
      </ul>
    </section>
  </xsl:template>

  <!-- An assessment: partner and solution, of what program, and whether it is ready. -->
  <xsl:template match="d:document" mode="assessment">
    <xsl:variable name="documents" select="key('of-assessment', @name)"/>
    <xsl:variable name="named" select="($documents[@language = $language] | self::node()[not($documents/@language = $language)])[1]"/>
    <xsl:variable name="id"><xsl:apply-templates select="." mode="id"/></xsl:variable>
    <section aria-labelledby="{$id}-title">
      <h3 class="assessment" id="{$id}-title">
        <xsl:choose>
          <xsl:when test="string(@partner) and string(@solution)">
            <span lang="{@content-language}"><xsl:value-of select="l:message('label.document-title', string(@partner), string(@solution))"/></span>
          </xsl:when>
          <xsl:when test="concat(@partner, @solution)">
            <span lang="{@content-language}"><xsl:value-of select="concat(@partner, @solution)"/></span>
          </xsl:when>
          <xsl:otherwise><xsl:value-of select="@name"/></xsl:otherwise>
        </xsl:choose>
      </h3>
      <p class="quiet">
        <xsl:value-of select="l:message('check.program', string($named/@title), string(@version), l:date(string(@date)))"/>
      </p>
      <p class="quiet">
        <xsl:choose>
          <xsl:when test="@ready = 'yes'"><xsl:value-of select="l:message('report.ready')"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="l:message('report.blocking', number(@open))"/></xsl:otherwise>
        </xsl:choose>
      </p>
      <ul>
        <xsl:apply-templates select="$documents" mode="card">
          <xsl:sort select="l:sort-key(l:language-name(string(@language)))"/>
        </xsl:apply-templates>
      </ul>
    </section>
  </xsl:template>

  <!-- Names of assessments may be anything; places in the list are numbers. -->
  <xsl:template match="d:document" mode="id">
    <xsl:value-of select="concat('document-', count(preceding-sibling::d:document) + 1)"/>
  </xsl:template>

  <xsl:template match="d:document" mode="card">
    <xsl:variable name="id"><xsl:apply-templates select="." mode="id"/></xsl:variable>
    <li>
      <xsl:if test="d:thumbnail">
        <a class="picture" href="{(d:file[@format = 'pdf'] | d:file[not(../d:file/@format = 'pdf')])[1]/@href}" tabindex="-1" aria-hidden="true">
          <img src="{d:thumbnail/@src}" alt="" width="{d:thumbnail/@width}" height="{d:thumbnail/@height}"/>
        </a>
      </xsl:if>
      <xsl:choose>
        <xsl:when test="@kind = 'report'"><h4 id="{$id}"><xsl:value-of select="l:language-name(string(@language))"/></h4></xsl:when>
        <xsl:otherwise>
          <h3 id="{$id}"><xsl:value-of select="l:language-name(string(@language))"/></h3>
          <p lang="{@language}"><xsl:value-of select="@checklist"/></p>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:if test="@pages &gt; 0"><p class="quiet"><xsl:value-of select="l:message('index.pages', number(@pages))"/></p></xsl:if>
      <p class="files"><xsl:apply-templates select="d:file"/></p>
    </li>
  </xsl:template>

  <!-- A link is named by its own words and the language above it, for those who hear only the link. -->
  <xsl:template match="d:file">
    <xsl:variable name="document"><xsl:apply-templates select=".." mode="id"/></xsl:variable>
    <xsl:variable name="id" select="concat($document, '-', @format)"/>
    <xsl:if test="position() != 1"><xsl:text> </xsl:text></xsl:if>
    <a href="{@href}" hreflang="{../@language}" id="{$id}" aria-labelledby="{$id} {$document}">
      <xsl:value-of select="l:message('index.file', translate(@format, $lower, $upper), l:message('size.kilobytes', ceiling(@bytes div 1000)))"/>
    </a>
  </xsl:template>

  <xsl:variable name="style"><![CDATA[
:root { color-scheme: light dark; --paper: #fff; --text: #1a1a1a; --quiet: #50606a; --accent: #0b5563; --line: #b8c0c4; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #12181b; --text: #e3e8ea; --quiet: #a3b0b6; --accent: #76c7d4; --line: #4a575d; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 2rem clamp(1rem, 4vw, 3rem) 4rem; background: var(--paper); color: var(--text);
  font: 1rem/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", "Noto Sans CJK JP", sans-serif; }
h1, h2, h3, h4, p { margin: 0; line-height: 1.3; }
h1 { font-size: 2rem; }
h2 { font-size: 1.375rem; margin: 2.5rem 0 1rem; padding-top: 1rem; border-top: 1px solid var(--line); }
h2 small { color: var(--quiet); font-size: 1rem; font-weight: 400; white-space: nowrap; }
h3, h4 { font-size: 1.0625rem; margin-top: .75rem; }
.assessment { font-size: 1.1875rem; margin-top: 2rem; overflow-wrap: anywhere; }
section section > p { margin-top: .25rem; }
section section > ul { margin-top: 1rem; }
header p, .quiet { color: var(--quiet); }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 2rem 1.5rem; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)); }
li > p { margin-top: .25rem; font-size: .9375rem; }
.picture { display: block; }
img { display: block; width: 100%; height: auto; background: #fff; border: 1px solid var(--line); }
.files { display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
a { color: var(--accent); text-underline-offset: .18em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
@media print { li { break-inside: avoid; } }
]]></xsl:variable>
</xsl:stylesheet>
