<?xml version="1.0" encoding="UTF-8"?>
<!-- A page that asks for nothing else: its style and script are put into it, and its policy allows only those. This is what stands
     around the text of a checklist or a report: head, masthead, filter, contents, foot. What needs the script is hidden until it
     runs.

     A stylesheet that imports this supplies the named templates
       page-title, page-description    words without markup
       page-masthead                   what the masthead holds before the notice
       page-filter                     what is found by what, or nothing
       page-entries                    the entries of the contents
       page-main                       the text
     and may have a style and a script of its own besides those of every page ($page-style, $page-script). -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:auditfolio:document"
                xmlns:p="urn:auditfolio:program" xmlns:c="urn:auditfolio:catalog" xmlns:l="urn:auditfolio:locale"
                xmlns:s="urn:auditfolio:asset" exclude-result-prefixes="d p c l s">

  <!-- The style and the script with their digests, which the policy names (tests/browser/run digests brings them up to date). -->
  <xsl:variable name="style" select="document('style.xml')/s:asset"/>
  <xsl:variable name="script" select="document('script.xml')/s:asset"/>
  <xsl:variable name="page-style" select="/.."/>
  <xsl:variable name="page-script" select="/.."/>

  <xsl:template match="/">
    <html lang="{$language}" dir="{l:direction()}">
      <xsl:call-template name="head"/>
      <body>
        <a class="skip" href="#main"><xsl:value-of select="l:message('label.skip')"/></a>
        <header class="masthead">
          <xsl:call-template name="page-masthead"/>
          <p class="notice"><xsl:value-of select="l:message('notice.affiliation')"/></p>
          <xsl:call-template name="tools"/>
        </header>
        <div class="columns">
          <div class="side">
            <xsl:call-template name="page-filter"/>
            <nav class="contents" aria-labelledby="contents">
              <details open="open">
                <summary><h2 id="contents"><xsl:value-of select="l:message('label.contents')"/></h2></summary>
                <ul><xsl:call-template name="page-entries"/></ul>
              </details>
            </nav>
          </div>
          <main id="main" tabindex="-1"><xsl:call-template name="page-main"/></main>
        </div>
        <xsl:call-template name="footer"/>
      </body>
    </html>
  </xsl:template>

  <xsl:template name="head">
    <xsl:variable name="description"><xsl:call-template name="page-description"/></xsl:variable>
    <xsl:variable name="styles">
      <xsl:text>'sha256-</xsl:text><xsl:value-of select="$style/@sha256"/><xsl:text>'</xsl:text>
      <xsl:if test="$page-style"> 'sha256-<xsl:value-of select="$page-style/@sha256"/>'</xsl:if>
    </xsl:variable>
    <xsl:variable name="scripts">
      <xsl:text>'sha256-</xsl:text><xsl:value-of select="$script/@sha256"/><xsl:text>'</xsl:text>
      <xsl:if test="$page-script"> 'sha256-<xsl:value-of select="$page-script/@sha256"/>'</xsl:if>
    </xsl:variable>
    <head>
      <meta charset="UTF-8"/>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src {$styles}; script-src {$scripts}; img-src data:; base-uri 'none'; form-action 'none'"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <meta name="referrer" content="no-referrer"/>
      <meta name="description" content="{$description}"/>
      <title><xsl:call-template name="page-title"/></title>
      <style><xsl:value-of select="$style"/></style>
      <xsl:if test="$page-style"><style><xsl:value-of select="$page-style"/></style></xsl:if>
      <script><xsl:value-of select="$script"/></script>
      <xsl:if test="$page-script"><script><xsl:value-of select="$page-script"/></script></xsl:if>
    </head>
  </xsl:template>

  <xsl:template name="tools">
    <div class="tools" hidden="hidden">
      <label>
        <xsl:value-of select="l:message('label.theme')"/>
        <xsl:text> </xsl:text>
        <select id="theme" autocomplete="off">
          <option value="" selected="selected"><xsl:value-of select="l:message('label.theme-system')"/></option>
          <option value="light"><xsl:value-of select="l:message('label.theme-light')"/></option>
          <option value="dark"><xsl:value-of select="l:message('label.theme-dark')"/></option>
        </select>
      </label>
      <button type="button" id="print"><xsl:value-of select="l:message('label.print')"/></button>
    </div>
  </xsl:template>

  <!-- An entry of the contents: its title is a text of the program's catalog, or words. -->
  <xsl:template name="entry">
    <xsl:param name="anchor"/>
    <xsl:param name="title"/>
    <xsl:param name="words"/>
    <xsl:param name="number"/>
    <xsl:param name="below"/>
    <li>
      <a href="#{$anchor}">
        <xsl:if test="$number"><span class="number"><xsl:value-of select="$number"/></span><xsl:text> </xsl:text></xsl:if>
        <xsl:value-of select="$words"/>
        <xsl:if test="$title"><xsl:call-template name="text"><xsl:with-param name="id" select="$title"/></xsl:call-template></xsl:if>
      </a>
      <xsl:if test="string($below)"><ul><xsl:copy-of select="$below"/></ul></xsl:if>
    </li>
  </xsl:template>

  <xsl:template match="p:part" mode="entry">
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <xsl:call-template name="entry">
      <xsl:with-param name="anchor" select="$anchor"/>
      <xsl:with-param name="title" select="concat('part.', @id, '.title')"/>
      <xsl:with-param name="below"><xsl:apply-templates select="p:documents | p:section" mode="entry"/></xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="p:section" mode="entry">
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <xsl:call-template name="entry">
      <xsl:with-param name="anchor" select="$anchor"/>
      <xsl:with-param name="title" select="concat('section.', @id, '.title')"/>
      <xsl:with-param name="number" select="@number"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="p:documents" mode="entry">
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <xsl:call-template name="entry">
      <xsl:with-param name="anchor" select="$anchor"/>
      <xsl:with-param name="words" select="l:message('label.required-documents')"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="footer">
    <footer>
      <section class="prose">
        <h2><xsl:value-of select="l:message('label.disclaimer')"/></h2>
        <xsl:call-template name="prose"><xsl:with-param name="id" select="'program.disclaimer'"/></xsl:call-template>
      </section>
      <p class="up"><a href="#contents"><xsl:value-of select="l:message('label.back-to-contents')"/></a></p>
    </footer>
  </xsl:template>
</xsl:stylesheet>
