<?xml version="1.0" encoding="UTF-8"?>
<!-- Parts and their tables: one row an item, one column a deployment model where the part asks for any, one column to tick. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:fo="http://www.w3.org/1999/XSL/Format"
                xmlns:d="urn:auditfolio:document" xmlns:p="urn:auditfolio:program" xmlns:c="urn:auditfolio:catalog"
                xmlns:l="urn:auditfolio:locale" xmlns:fox="http://xmlgraphics.apache.org/fop/extensions" exclude-result-prefixes="p c l">

  <xsl:template match="p:part">
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <fo:wrapper role="Part">
      <xsl:call-template name="chapter-heading">
        <xsl:with-param name="id" select="$anchor"/>
        <xsl:with-param name="text" select="concat('part.', @id, '.title')"/>
        <xsl:with-param name="break" select="'page'"/>
      </xsl:call-template>
      <xsl:call-template name="prose"><xsl:with-param name="id" select="concat('part.', @id, '.lead')"/></xsl:call-template>
      <xsl:apply-templates select="p:documents | p:section"/>
    </fo:wrapper>
  </xsl:template>

  <xsl:template match="p:documents" mode="anchor"><xsl:value-of select="concat('documents-', ../@id)"/></xsl:template>

  <xsl:template match="p:documents">
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <fo:wrapper role="Sect">
      <fo:block id="{$anchor}" xsl:use-attribute-sets="section-heading">
        <fo:marker marker-class-name="section"><xsl:value-of select="l:message('label.required-documents')"/></fo:marker>
        <xsl:value-of select="l:message('label.required-documents')"/>
      </fo:block>
      <xsl:call-template name="table">
        <xsl:with-param name="what" select="l:message('label.document')"/>
        <xsl:with-param name="section" select="l:message('label.required-documents')"/>
        <xsl:with-param name="rows" select="p:document"/>
      </xsl:call-template>
    </fo:wrapper>
  </xsl:template>

  <xsl:template match="p:section">
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <xsl:variable name="title" select="concat('section.', @id, '.title')"/>
    <fo:wrapper role="Sect">
      <fo:block id="{$anchor}" xsl:use-attribute-sets="section-heading">
        <fo:marker marker-class-name="section">
          <xsl:if test="@number"><xsl:value-of select="concat(@number, ' ')"/></xsl:if>
          <xsl:call-template name="words"><xsl:with-param name="id" select="$title"/></xsl:call-template>
        </fo:marker>
        <xsl:if test="@number"><xsl:value-of select="concat(@number, '&#x2002;')"/></xsl:if>
        <xsl:call-template name="words"><xsl:with-param name="id" select="$title"/></xsl:call-template>
      </fo:block>
      <xsl:if test="@pillar = 'true' or @pillar = '1'">
        <fo:block keep-with-next.within-page="always" keep-together.within-page="always">
          <xsl:call-template name="prose"><xsl:with-param name="id" select="concat('section.', @id, '.text')"/></xsl:call-template>
        </fo:block>
      </xsl:if>
      <xsl:variable name="name"><xsl:apply-templates select="." mode="continued-words"/></xsl:variable>
      <xsl:call-template name="table">
        <xsl:with-param name="what" select="l:message('label.item')"/>
        <xsl:with-param name="section" select="string($name)"/>
        <xsl:with-param name="rows" select="p:item"/>
      </xsl:call-template>
    </fo:wrapper>
  </xsl:template>

  <!-- Widths: the same for all tables of a kind, so that columns stand under each other through the document. -->
  <xsl:template name="table">
    <xsl:param name="what"/>
    <xsl:param name="section"/>
    <xsl:param name="rows"/>
    <xsl:variable name="applies" select="$rows/p:applies"/>
    <xsl:variable name="height" select="1 + boolean($applies) + boolean($applies and $models/@group)"/>
    <fo:table xsl:use-attribute-sets="table">
      <fo:table-column column-width="{35 - 2 * ($noted and boolean($applies))}mm"/>
      <fo:table-column column-width="proportional-column-width(1)"/>
      <xsl:if test="$applies">
        <xsl:for-each select="$models">
          <xsl:variable name="head"><xsl:call-template name="plain"><xsl:with-param name="id" select="concat('model.', @id, '.column')"/></xsl:call-template></xsl:variable>
          <xsl:variable name="width"><xsl:choose>
            <xsl:when test="$noted">13.5mm</xsl:when>
            <xsl:when test="$rows/p:applies[@model = current()/@id]/@note">23mm</xsl:when>
            <xsl:when test="string-length($head) &lt; 8">13mm</xsl:when>
            <xsl:otherwise>21mm</xsl:otherwise>
          </xsl:choose></xsl:variable>
          <fo:table-column column-width="{$width}"/>
        </xsl:for-each>
      </xsl:if>
      <fo:table-column column-width="{23 - 3 * ($noted and boolean($applies))}mm"/>
      <fo:table-header>
        <xsl:call-template name="continued-head"><xsl:with-param name="columns" select="3 + count($models) * boolean($applies)"/></xsl:call-template>
        <fo:table-row>
          <fo:table-cell xsl:use-attribute-sets="header-cell" number-rows-spanned="{$height}"><fo:block><xsl:value-of select="$what"/></fo:block></fo:table-cell>
          <fo:table-cell xsl:use-attribute-sets="header-cell" number-rows-spanned="{$height}"><fo:block><xsl:value-of select="l:message('label.requirement')"/></fo:block></fo:table-cell>
          <xsl:if test="$applies">
            <fo:table-cell xsl:use-attribute-sets="header-cell" number-columns-spanned="{count($models)}" border-after-width="0.5pt"
                           text-align="center"><fo:block><xsl:value-of select="l:message('label.applies-to')"/></fo:block></fo:table-cell>
          </xsl:if>
          <fo:table-cell xsl:use-attribute-sets="header-cell" number-rows-spanned="{$height}" padding-start="6pt" padding-end="1pt">
            <fo:block><xsl:value-of select="l:message('label.self-assessment')"/></fo:block>
            <fo:block font-weight="normal"><xsl:value-of select="l:message('label.met')"/></fo:block>
          </fo:table-cell>
        </fo:table-row>
        <xsl:if test="$applies and $models/@group">
          <fo:table-row><xsl:apply-templates select="$models[not(@group = preceding-sibling::*[1]/@group)]" mode="group-head"/></fo:table-row>
        </xsl:if>
        <xsl:if test="$applies">
          <fo:table-row>
            <xsl:for-each select="$models">
              <fo:table-cell xsl:use-attribute-sets="header-cell" text-align="center" padding-start="1.5pt" padding-end="1.5pt">
                <fo:block><xsl:call-template name="words"><xsl:with-param name="id" select="concat('model.', @id, '.column')"/></xsl:call-template></fo:block>
              </fo:table-cell>
            </xsl:for-each>
          </fo:table-row>
        </xsl:if>
      </fo:table-header>
      <fo:table-body>
        <xsl:apply-templates select="$rows" mode="row"><xsl:with-param name="columns" select="boolean($applies)"/><xsl:with-param name="section" select="$section"/></xsl:apply-templates>
      </fo:table-body>
    </fo:table>
  </xsl:template>

  <!-- Over the columns of a group of models that stand side by side. -->
  <xsl:template match="p:deployment-model" mode="group-head">
    <xsl:variable name="width"><xsl:apply-templates select="." mode="group-width"/></xsl:variable>
    <fo:table-cell xsl:use-attribute-sets="header-cell" number-columns-spanned="{$width}" border-after-width="0.5pt"
                   text-align="center" padding-start="1.5pt" padding-end="1.5pt">
      <!-- what is empty is the head of nothing -->
      <xsl:if test="not(@group)"><xsl:attribute name="role">TD</xsl:attribute></xsl:if>
      <fo:block hyphenate="false">
        <xsl:if test="@group"><xsl:call-template name="words"><xsl:with-param name="id" select="concat('model-group.', @group, '.name')"/></xsl:call-template></xsl:if>
      </fo:block>
    </fo:table-cell>
  </xsl:template>

  <!-- A row does not break over pages, so that nobody turns the page between a requirement and its answer; only what would leave
       half a page empty may. -->
  <xsl:template match="p:item | p:document" mode="row">
    <xsl:param name="columns"/>
    <xsl:param name="section"/>
    <xsl:variable name="row" select="."/>
    <xsl:variable name="name"><xsl:apply-templates select="." mode="continued-words"/></xsl:variable>
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <xsl:variable name="body" select="key('text', concat(local-name(), '.', @id, '.requirement'))"/>
    <fo:table-row id="{$anchor}">
      <xsl:if test="@terms"><xsl:attribute name="index-key"><xsl:value-of select="$anchor"/></xsl:attribute></xsl:if>
      <xsl:variable name="most"><xsl:choose><xsl:when test="$noted and $columns"><xsl:value-of select="$long-noted"/></xsl:when><xsl:otherwise><xsl:value-of select="$long"/></xsl:otherwise></xsl:choose></xsl:variable>
      <xsl:if test="string-length(normalize-space($body)) &lt; $most"><xsl:attribute name="keep-together.within-page">always</xsl:attribute></xsl:if>
      <fo:table-cell xsl:use-attribute-sets="cell phrases" role="TH">
        <fo:block>
          <xsl:call-template name="continued"><xsl:with-param name="what" select="$section"/><xsl:with-param name="begins" select="position() = 1"/></xsl:call-template>
          <xsl:if test="@number">
            <fo:block font-weight="bold" color="{$accent}"><xsl:value-of select="@number"/></fo:block>
          </xsl:if>
          <fo:block font-weight="bold" hyphenate="{not($cjk)}">
            <xsl:call-template name="words"><xsl:with-param name="id" select="concat(local-name(), '.', @id, '.title')"/></xsl:call-template>
          </fo:block>
        </fo:block>
      </fo:table-cell>
      <fo:table-cell xsl:use-attribute-sets="cell">
        <fo:block>
          <xsl:call-template name="continued"><xsl:with-param name="what" select="$name"/></xsl:call-template>
          <xsl:apply-templates select="*[not(self::p:applies)]" mode="body"/>
          <xsl:apply-templates select="." mode="notes"/>
        </fo:block>
      </fo:table-cell>
      <xsl:if test="$columns">
        <xsl:for-each select="$models">
          <fo:table-cell xsl:use-attribute-sets="cell" text-align="center" padding-start="2pt" padding-end="2pt">
            <xsl:apply-templates select="$row/p:applies[@model = current()/@id]" mode="cell"/>
          </fo:table-cell>
        </xsl:for-each>
      </xsl:if>
      <fo:table-cell xsl:use-attribute-sets="cell" padding-start="6pt">
        <fo:block><xsl:call-template name="box"><xsl:with-param name="for" select="l:message('report.labelled', string($name), l:message('report.state-met'))"/></xsl:call-template><xsl:value-of select="l:message('label.yes')"/></fo:block>
        <fo:block space-before="3pt"><xsl:call-template name="box"><xsl:with-param name="for" select="l:message('report.labelled', string($name), l:message('report.state-not-met'))"/></xsl:call-template><xsl:value-of select="l:message('label.no')"/></fo:block>
      </fo:table-cell>
    </fo:table-row>
  </xsl:template>

  <xsl:template match="p:applies" mode="cell">
    <fo:block>
      <xsl:choose>
        <xsl:when test="@value = 'no' and not(@note)"><xsl:attribute name="color"><xsl:value-of select="$quiet"/></xsl:attribute></xsl:when>
        <xsl:when test="@value = 'yes' and (not(@note) or $noted)"><xsl:attribute name="font-weight">bold</xsl:attribute></xsl:when>
        <xsl:when test="$noted"/>
        <xsl:otherwise><xsl:attribute name="font-size"><xsl:value-of select="$small-size"/></xsl:attribute><xsl:attribute name="hyphenate"><xsl:value-of select="not($cjk)"/></xsl:attribute></xsl:otherwise>
      </xsl:choose>
      <xsl:choose>
        <xsl:when test="@note and $noted"><xsl:apply-templates select="." mode="value"/>&#x2009;<xsl:apply-templates select="." mode="mark"><xsl:with-param name="role" select="'Reference'"/></xsl:apply-templates></xsl:when>
        <xsl:otherwise><xsl:apply-templates select="." mode="words"/></xsl:otherwise>
      </xsl:choose>
    </fo:block>
  </xsl:template>

  <!-- A note that stands apart, below what is required, where it is read without turning the page; and its mark. -->
  <xsl:template match="p:applies" mode="mark">
    <xsl:param name="role" select="'Lbl'"/>
    <xsl:variable name="number"><xsl:apply-templates select="." mode="note-number"/></xsl:variable>
    <fo:inline role="{$role}" font-weight="normal" color="{$accent}"><xsl:value-of select="translate($number, '123456789', '&#xB9;&#xB2;&#xB3;&#x2074;&#x2075;&#x2076;&#x2077;&#x2078;&#x2079;')"/></fo:inline>
  </xsl:template>
  <xsl:template match="p:applies" mode="note">
    <fo:block role="Note" font-size="{$small-size}" color="{$quiet}" space-before="5pt" keep-with-previous.within-page="always">
      <xsl:for-each select="key('text', concat('applicability.', @note))">
        <xsl:call-template name="origin"/>
        <xsl:if test="@d:fallback"><xsl:attribute name="xml:lang"><xsl:value-of select="$language"/></xsl:attribute></xsl:if>
      </xsl:for-each>
      <xsl:apply-templates select="." mode="mark"/>&#x2009;<xsl:apply-templates select="." mode="words"/>
    </fo:block>
  </xsl:template>

  <!-- What stands in the requirement's cell, in the order of the definition. -->
  <xsl:template match="p:requirement | p:followup | p:evidence" mode="body">
    <xsl:call-template name="prose"><xsl:with-param name="id" select="concat(local-name(..), '.', ../@id, '.', local-name())"/></xsl:call-template>
  </xsl:template>

  <xsl:template match="p:answer" mode="body">
    <fo:block space-before="9pt" space-after="2pt" text-align-last="justify">
      <xsl:call-template name="words"><xsl:with-param name="id" select="concat('item.', ../@id, '.', @id)"/></xsl:call-template>
      <xsl:variable name="label"><xsl:call-template name="plain"><xsl:with-param name="id" select="concat('item.', ../@id, '.', @id)"/></xsl:call-template></xsl:variable>
      <xsl:variable name="name"><xsl:apply-templates select=".." mode="continued-words"/></xsl:variable>
      <xsl:call-template name="line"><xsl:with-param name="for" select="l:message('report.labelled', string($name), string($label))"/></xsl:call-template>
    </fo:block>
  </xsl:template>

  <xsl:template match="p:choice" mode="body">
    <xsl:if test="@from">
      <fo:block xsl:use-attribute-sets="paragraph" keep-with-next.within-page="always">
        <xsl:call-template name="words"><xsl:with-param name="id" select="concat('item.', ../@id, '.', @id)"/></xsl:call-template>
      </fo:block>
    </xsl:if>
    <fo:list-block provisional-distance-between-starts="13pt" provisional-label-separation="2pt" space-before="3pt" space-after="5pt">
      <xsl:variable name="item"><xsl:apply-templates select=".." mode="continued-words"/></xsl:variable>
      <xsl:apply-templates select="." mode="options"><xsl:with-param name="item" select="string($item)"/></xsl:apply-templates>
    </fo:list-block>
  </xsl:template>
  <!-- What is chosen from stands under its category. -->
  <xsl:template match="p:category[p:subcategory]" mode="option">
    <xsl:param name="item"/>
    <fo:wrapper role="LI">
      <fo:wrapper role="LBody">
        <fo:list-item space-before="6pt" keep-with-next.within-page="always">
          <fo:list-item-label role="Artifact" end-indent="label-end()"><fo:block color="{$accent}">•</fo:block></fo:list-item-label>
          <fo:list-item-body role="P" start-indent="body-start()"><fo:block font-weight="bold"><xsl:apply-templates select="." mode="name"/></fo:block></fo:list-item-body>
        </fo:list-item>
        <fo:wrapper role="L"><xsl:apply-templates select="p:subcategory" mode="option"><xsl:with-param name="item" select="$item"/></xsl:apply-templates></fo:wrapper>
      </fo:wrapper>
    </fo:wrapper>
  </xsl:template>
  <xsl:template match="p:category | p:subcategory | p:deployment-model | p:option" mode="option">
    <xsl:param name="item"/>
    <xsl:variable name="words"><xsl:apply-templates select="." mode="name"/></xsl:variable>
    <xsl:variable name="for" select="l:message('report.labelled', $item, normalize-space($words))"/>
    <fo:list-item space-before="2pt">
      <fo:list-item-label end-indent="label-end()"><fo:block><xsl:call-template name="box"><xsl:with-param name="for" select="$for"/></xsl:call-template></fo:block></fo:list-item-label>
      <fo:list-item-body start-indent="body-start()">
        <fo:block>
          <xsl:if test="@write = 'line'"><xsl:attribute name="text-align-last">justify</xsl:attribute></xsl:if>
          <xsl:apply-templates select="." mode="name"/>
          <xsl:if test="@write = 'line'"><xsl:call-template name="line"><xsl:with-param name="for" select="$for"/></xsl:call-template></xsl:if>
        </fo:block>
      </fo:list-item-body>
    </fo:list-item>
  </xsl:template>

  <!-- A box to tick and a line to write on: fields of a form that is on paper only (ISO 32000-1, 14.8.5.6), with what they are for. -->
  <xsl:template name="box">
    <xsl:param name="for"/>
    <fo:inline role="Form" d:control="cb" d:checked="off" fox:alt-text="{$for}" font-size="1.12em" line-height="1">&#x2610;</fo:inline>&#xA0;</xsl:template>
  <xsl:template name="line">
    <xsl:param name="for"/>
    <fo:leader leader-length="4pt"/><fo:leader role="Form" d:control="tv" fox:alt-text="{$for}" leader-pattern="rule" rule-thickness="0.6pt" color="{$quiet}" leader-length.minimum="20mm" leader-length.optimum="40mm" leader-length.maximum="100%"/></xsl:template>
</xsl:stylesheet>
