<?xml version="1.0" encoding="UTF-8"?>
<!-- The blank checklist as a page. Every word comes from the catalogs. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:auditfolio:document"
                xmlns:p="urn:auditfolio:program" xmlns:c="urn:auditfolio:catalog" xmlns:l="urn:auditfolio:locale"
                xmlns:s="urn:auditfolio:asset" exclude-result-prefixes="d p c l s">
  <xsl:import href="../common.xsl"/>
  <xsl:import href="inline.xsl"/>
  <xsl:import href="frame.xsl"/>
  <xsl:import href="items.xsl"/>
  <xsl:output method="html" encoding="UTF-8" indent="no"/>

  <xsl:variable name="page-script" select="document('blank-script.xml')/s:asset"/>

  <xsl:template name="page-title">
    <xsl:variable name="title"><xsl:call-template name="plain"><xsl:with-param name="id" select="'program.title'"/></xsl:call-template></xsl:variable>
    <xsl:variable name="checklist"><xsl:call-template name="plain"><xsl:with-param name="id" select="'program.checklist'"/></xsl:call-template></xsl:variable>
    <xsl:value-of select="l:message('label.document-title', string($title), string($checklist))"/>
  </xsl:template>

  <xsl:template name="page-description">
    <xsl:call-template name="plain"><xsl:with-param name="id" select="'competency.text'"/></xsl:call-template>
  </xsl:template>

  <xsl:template name="page-masthead">
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
  </xsl:template>

  <!-- %1 and %2 are for the script to replace. -->
  <xsl:template name="page-filter">
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

  <xsl:template name="page-entries">
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
    <xsl:if test="$program//@terms">
      <xsl:call-template name="entry"><xsl:with-param name="anchor" select="'index'"/><xsl:with-param name="words" select="l:message('label.index')"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template name="page-main">
    <xsl:call-template name="chapter"><xsl:with-param name="id" select="'introduction'"/></xsl:call-template>
    <xsl:call-template name="chapter"><xsl:with-param name="id" select="'expectations'"/></xsl:call-template>
    <xsl:apply-templates select="$program/p:application"/>
    <xsl:call-template name="competency"/>
    <xsl:apply-templates select="$program/p:part"/>
    <xsl:apply-templates select="$program/p:resources"/>
    <xsl:if test="$program//@terms">
      <section id="index">
        <h2><xsl:value-of select="l:message('label.index')"/></h2>
        <div class="index"><xsl:call-template name="index"/></div>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template match="entry" mode="index-group">
    <section>
      <h3><xsl:value-of select="@label"/></h3>
      <dl><xsl:apply-templates select="../entry[@label = current()/@label]" mode="index-entry"/></dl>
    </section>
  </xsl:template>

  <!-- A term and what it leads to. -->
  <xsl:template match="entry" mode="index-entry">
    <xsl:variable name="term" select="@term"/>
    <div>
      <xsl:for-each select="$program">
        <dt><xsl:call-template name="text"><xsl:with-param name="id" select="concat('term.', $term)"/></xsl:call-template></dt>
        <xsl:for-each select="key('term', $term)"><dd><xsl:apply-templates select="." mode="index-link"/></dd></xsl:for-each>
      </xsl:for-each>
    </div>
  </xsl:template>
  <xsl:template match="p:item | p:document" mode="index-link">
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <xsl:variable name="title"><xsl:call-template name="plain"><xsl:with-param name="id" select="concat(local-name(), '.', @id, '.title')"/></xsl:call-template></xsl:variable>
    <a href="#{$anchor}">
      <xsl:choose>
        <xsl:when test="@number">
          <xsl:attribute name="title"><xsl:value-of select="$title"/></xsl:attribute>
          <xsl:attribute name="aria-label"><xsl:value-of select="concat(@number, ' ', $title)"/></xsl:attribute>
          <xsl:value-of select="@number"/>
        </xsl:when>
        <xsl:otherwise><xsl:value-of select="$title"/></xsl:otherwise>
      </xsl:choose>
    </a>
  </xsl:template>

  <!-- A chapter that is a title and a prose: ID.title, ID.text. -->
  <xsl:template name="chapter">
    <xsl:param name="id"/>
    <section id="{$id}" class="prose">
      <h2><xsl:call-template name="text"><xsl:with-param name="id" select="concat($id, '.title')"/></xsl:call-template></h2>
      <xsl:call-template name="prose"><xsl:with-param name="id" select="concat($id, '.text')"/></xsl:call-template>
    </section>
  </xsl:template>

  <xsl:template match="p:application">
    <section id="application" class="prose">
      <h2><xsl:call-template name="text"><xsl:with-param name="id" select="'application.title'"/></xsl:call-template></h2>
      <ol class="steps"><xsl:apply-templates select="p:step"/></ol>
      <xsl:call-template name="prose"><xsl:with-param name="id" select="'application.after'"/></xsl:call-template>
    </section>
  </xsl:template>

  <xsl:template match="p:step">
    <li>
      <xsl:call-template name="prose"><xsl:with-param name="id" select="concat('application.step.', @id)"/></xsl:call-template>
      <xsl:if test="p:content"><ul><xsl:apply-templates select="p:content"/></ul></xsl:if>
    </li>
  </xsl:template>
  <xsl:template match="p:content">
    <li><xsl:call-template name="prose"><xsl:with-param name="id" select="concat('application.content.', @id)"/></xsl:call-template></li>
  </xsl:template>

  <xsl:template name="competency">
    <section id="competency" class="prose">
      <h2><xsl:call-template name="text"><xsl:with-param name="id" select="'competency.title'"/></xsl:call-template></h2>
      <xsl:call-template name="prose"><xsl:with-param name="id" select="'competency.text'"/></xsl:call-template>
      <section id="categories">
        <h3><xsl:call-template name="text"><xsl:with-param name="id" select="'categories.title'"/></xsl:call-template></h3>
        <xsl:call-template name="prose"><xsl:with-param name="id" select="'categories.lead'"/></xsl:call-template>
        <dl class="terms"><xsl:call-template name="categories"/></dl>
        <xsl:if test="$models/@described">
          <xsl:call-template name="prose"><xsl:with-param name="id" select="'models.lead'"/></xsl:call-template>
          <dl class="terms"><xsl:apply-templates select="$models[@described]" mode="term"/></dl>
        </xsl:if>
      </section>
    </section>
  </xsl:template>

  <xsl:template match="p:category" mode="category">
    <xsl:call-template name="term"><xsl:with-param name="text" select="concat('category.', @id, '.text')"/></xsl:call-template>
  </xsl:template>
  <xsl:template match="p:deployment-model" mode="term">
    <xsl:call-template name="term"><xsl:with-param name="text" select="concat('model.', @id, '.text')"/></xsl:call-template>
  </xsl:template>

  <!-- A name and what it means. -->
  <xsl:template name="term">
    <xsl:param name="text"/>
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <div id="{$anchor}">
      <dt><xsl:apply-templates select="." mode="name"/></dt>
      <dd><xsl:call-template name="prose"><xsl:with-param name="id" select="$text"/></xsl:call-template></dd>
    </div>
  </xsl:template>

  <xsl:template match="p:resources">
    <section id="resources" class="prose">
      <h2><xsl:call-template name="text"><xsl:with-param name="id" select="'resources.title'"/></xsl:call-template></h2>
      <dl class="terms"><xsl:call-template name="resources"/></dl>
    </section>
  </xsl:template>

  <xsl:template match="p:resource" mode="resource">
    <xsl:call-template name="term">
      <xsl:with-param name="text" select="concat('resource.', @id, '.text')"/>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="p:resource" mode="name">
    <xsl:call-template name="text"><xsl:with-param name="id" select="concat('resource.', @id, '.title')"/></xsl:call-template>
  </xsl:template>
  <xsl:template match="p:resource[@href]" mode="name">
    <a href="{@href}" rel="external">
      <xsl:call-template name="text"><xsl:with-param name="id" select="concat('resource.', @id, '.title')"/></xsl:call-template>
    </a>
  </xsl:template>
</xsl:stylesheet>
