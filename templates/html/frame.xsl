<?xml version="1.0" encoding="UTF-8"?>
<!-- What stands around the text: head, masthead, filter, contents, foot. What needs the script is hidden until it runs. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:auditfolio:document"
                xmlns:p="urn:auditfolio:program" xmlns:c="urn:auditfolio:catalog" xmlns:l="urn:auditfolio:locale"
                xmlns:a="urn:auditfolio:asset" exclude-result-prefixes="d p c l a">

  <!-- The style and the script with their digests, which the policy names (tests/browser/run digests brings them up to date). -->
  <xsl:variable name="style" select="document('style.xml')/a:asset"/>
  <xsl:variable name="script" select="document('script.xml')/a:asset"/>

  <xsl:template name="head">
    <xsl:variable name="title"><xsl:call-template name="plain"><xsl:with-param name="id" select="'program.title'"/></xsl:call-template></xsl:variable>
    <xsl:variable name="checklist"><xsl:call-template name="plain"><xsl:with-param name="id" select="'program.checklist'"/></xsl:call-template></xsl:variable>
    <xsl:variable name="description"><xsl:call-template name="plain"><xsl:with-param name="id" select="'competency.text'"/></xsl:call-template></xsl:variable>
    <head>
      <meta charset="UTF-8"/>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{$style/@sha256}'; script-src 'sha256-{$script/@sha256}'; img-src data:; base-uri 'none'; form-action 'none'"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <meta name="referrer" content="no-referrer"/>
      <meta name="description" content="{$description}"/>
      <title><xsl:value-of select="l:message('label.document-title', string($title), string($checklist))"/></title>
      <style><xsl:value-of select="$style"/></style>
      <script><xsl:value-of select="$script"/></script>
    </head>
  </xsl:template>

  <xsl:template name="masthead">
    <header class="masthead">
      <hgroup>
        <p><xsl:call-template name="text"><xsl:with-param name="id" select="'program.title'"/></xsl:call-template></p>
        <h1><xsl:call-template name="text"><xsl:with-param name="id" select="'program.checklist'"/></xsl:call-template></h1>
      </hgroup>
      <dl class="facts">
        <div><dt><xsl:value-of select="l:message('label.version')"/></dt><dd><xsl:value-of select="$program/@version"/></dd></div>
        <div>
          <dt><xsl:value-of select="l:message('label.date')"/></dt>
          <dd><time datetime="{$program/@date}"><xsl:value-of select="l:date(string($program/@date))"/></time></dd>
        </div>
        <div><dt><xsl:value-of select="l:message('label.language')"/></dt><dd><xsl:value-of select="l:language-name($language)"/></dd></div>
      </dl>
      <p class="notice"><xsl:value-of select="l:message('notice.affiliation')"/></p>
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
    </header>
  </xsl:template>

  <!-- %1 and %2 are for the script to replace. -->
  <xsl:template name="filter">
    <form class="filter" role="search" aria-label="{l:message('label.filter')}" hidden="hidden">
      <label for="search"><xsl:value-of select="l:message('label.search')"/></label>
      <input type="search" id="search" autocomplete="off" spellcheck="false"/>
      <fieldset>
        <legend><xsl:value-of select="l:message('label.filter-model')"/></legend>
        <label><input type="radio" name="model" value="" checked="checked"/><xsl:text> </xsl:text><xsl:value-of select="l:message('label.filter-all')"/></label>
        <xsl:for-each select="$models">
          <label><input type="radio" name="model" value="{@id}"/><xsl:text> </xsl:text><xsl:apply-templates select="." mode="name"/></label>
        </xsl:for-each>
      </fieldset>
      <p class="found">
        <output id="found" for="search" data-found="{l:message('label.filter-found', '%1', '%2')}" data-none="{l:message('label.filter-none')}"/>
        <button type="reset" hidden="hidden"><xsl:value-of select="l:message('label.filter-reset')"/></button>
      </p>
    </form>
  </xsl:template>

  <!-- The table of contents -->

  <xsl:template name="contents">
    <nav class="contents" aria-labelledby="contents">
      <details open="open">
        <summary><h2 id="contents"><xsl:value-of select="l:message('label.contents')"/></h2></summary>
        <ul>
          <xsl:call-template name="entry"><xsl:with-param name="anchor" select="'introduction'"/><xsl:with-param name="title" select="'introduction.title'"/></xsl:call-template>
          <xsl:call-template name="entry"><xsl:with-param name="anchor" select="'expectations'"/><xsl:with-param name="title" select="'expectations.title'"/></xsl:call-template>
          <xsl:call-template name="entry"><xsl:with-param name="anchor" select="'application'"/><xsl:with-param name="title" select="'application.title'"/></xsl:call-template>
          <xsl:call-template name="entry">
            <xsl:with-param name="anchor" select="'competency'"/>
            <xsl:with-param name="title" select="'competency.title'"/>
            <xsl:with-param name="below">
              <xsl:call-template name="entry"><xsl:with-param name="anchor" select="'categories'"/><xsl:with-param name="title" select="'categories.title'"/></xsl:call-template>
            </xsl:with-param>
          </xsl:call-template>
          <xsl:apply-templates select="$program/p:part" mode="entry"/>
          <xsl:if test="$program/p:resources">
            <xsl:call-template name="entry"><xsl:with-param name="anchor" select="'resources'"/><xsl:with-param name="title" select="'resources.title'"/></xsl:call-template>
          </xsl:if>
        </ul>
      </details>
    </nav>
  </xsl:template>

  <xsl:template name="entry">
    <xsl:param name="anchor"/>
    <xsl:param name="title"/>
    <xsl:param name="number"/>
    <xsl:param name="below"/>
    <li>
      <a href="#{$anchor}">
        <xsl:if test="$number"><span class="number"><xsl:value-of select="$number"/></span><xsl:text> </xsl:text></xsl:if>
        <xsl:call-template name="text"><xsl:with-param name="id" select="$title"/></xsl:call-template>
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
    <li><a href="#{$anchor}"><xsl:value-of select="l:message('label.required-documents')"/></a></li>
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
