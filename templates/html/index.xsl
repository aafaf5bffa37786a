<?xml version="1.0" encoding="UTF-8"?>
<!-- The index of a run: each document with a picture of its first page and links to its files, by program, in the user's
     language. It asks for nothing else and needs no script. Names of programs are in the language of their document. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:auditfolio:document"
                xmlns:l="urn:auditfolio:locale" exclude-result-prefixes="d l">
  <xsl:output method="html" encoding="UTF-8" indent="no"/>
  <xsl:param name="generator"/>

  <xsl:key name="of-program" match="d:document" use="@program"/>
  <xsl:variable name="language" select="string(/d:index/@xml:lang)"/>
  <xsl:variable name="upper" select="'ABCDEFGHIJKLMNOPQRSTUVWXYZ'"/>
  <xsl:variable name="lower" select="'abcdefghijklmnopqrstuvwxyz'"/>

  <xsl:template match="/d:index">
    <html lang="{$language}">
      <head>
        <meta charset="utf-8"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta name="generator" content="{$generator}"/>
        <title><xsl:value-of select="l:message('index.title')"/></title>
        <style><xsl:value-of select="$style"/></style>
      </head>
      <body>
        <header>
          <h1><xsl:value-of select="l:message('index.title')"/></h1>
          <p><xsl:value-of select="l:message('index.lead', count(d:document))"/></p>
        </header>
        <main>
          <xsl:apply-templates select="d:document[generate-id() = generate-id(key('of-program', @program)[1])]" mode="program">
            <xsl:sort select="@program"/>
          </xsl:apply-templates>
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

  <xsl:template match="d:document" mode="card">
    <li>
      <xsl:if test="d:thumbnail">
        <a class="picture" href="{(d:file[@format = 'pdf'] | d:file[not(../d:file/@format = 'pdf')])[1]/@href}" tabindex="-1" aria-hidden="true">
          <img src="{d:thumbnail/@src}" alt="" width="{d:thumbnail/@width}" height="{d:thumbnail/@height}"/>
        </a>
      </xsl:if>
      <h3 id="{@program}.{@language}"><xsl:value-of select="l:language-name(string(@language))"/></h3>
      <p lang="{@language}"><xsl:value-of select="@checklist"/></p>
      <xsl:if test="@pages &gt; 0"><p class="quiet"><xsl:value-of select="l:message('index.pages', number(@pages))"/></p></xsl:if>
      <p class="files"><xsl:apply-templates select="d:file"/></p>
    </li>
  </xsl:template>

  <!-- A link is named by its own words and the language above it, for those who hear only the link. -->
  <xsl:template match="d:file">
    <xsl:variable name="document" select="concat(../@program, '.', ../@language)"/>
    <xsl:variable name="id" select="concat($document, '.', @format)"/>
    <xsl:if test="position() != 1"><xsl:text> </xsl:text></xsl:if>
    <a href="{@href}" hreflang="{../@language}" id="{$id}" aria-labelledby="{$id} {$document}">
      <xsl:value-of select="l:message('index.file', translate(@format, $lower, $upper), l:message('index.kilobytes', ceiling(@bytes div 1000)))"/>
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
h1, h2, h3, p { margin: 0; line-height: 1.3; }
h1 { font-size: 2rem; }
h2 { font-size: 1.375rem; margin: 2.5rem 0 1rem; padding-top: 1rem; border-top: 1px solid var(--line); }
h2 small { color: var(--quiet); font-size: 1rem; font-weight: 400; white-space: nowrap; }
h3 { font-size: 1.0625rem; margin-top: .75rem; }
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
