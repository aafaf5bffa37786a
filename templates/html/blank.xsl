<?xml version="1.0" encoding="UTF-8"?>
<!-- The blank checklist as one page that asks for nothing else: its style and script are put into it, and its policy allows only
     those two. Every word comes from the catalogs. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:auditfolio:document"
                xmlns:p="urn:auditfolio:program" xmlns:c="urn:auditfolio:catalog" xmlns:l="urn:auditfolio:locale"
                exclude-result-prefixes="d p c l">
  <xsl:import href="../common.xsl"/>
  <xsl:import href="inline.xsl"/>
  <xsl:import href="frame.xsl"/>
  <xsl:import href="items.xsl"/>
  <xsl:output method="html" encoding="UTF-8" indent="no"/>

  <xsl:template match="/">
    <html lang="{$language}">
      <xsl:call-template name="head"/>
      <body>
        <a class="skip" href="#main"><xsl:value-of select="l:message('label.skip')"/></a>
        <xsl:call-template name="masthead"/>
        <div class="columns">
          <div class="side">
            <xsl:call-template name="filter"/>
            <xsl:call-template name="contents"/>
          </div>
          <main id="main" tabindex="-1">
            <xsl:call-template name="chapter"><xsl:with-param name="id" select="'introduction'"/></xsl:call-template>
            <xsl:call-template name="chapter"><xsl:with-param name="id" select="'expectations'"/></xsl:call-template>
            <xsl:apply-templates select="$program/p:application"/>
            <xsl:call-template name="competency"/>
            <xsl:apply-templates select="$program/p:part"/>
            <xsl:apply-templates select="$program/p:resources"/>
          </main>
        </div>
        <xsl:call-template name="footer"/>
      </body>
    </html>
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
        <xsl:call-template name="prose"><xsl:with-param name="id" select="'models.lead'"/></xsl:call-template>
        <dl class="terms"><xsl:apply-templates select="$models" mode="term"/></dl>
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
