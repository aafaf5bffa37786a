<?xml version="1.0" encoding="UTF-8"?>
<!-- Parts and their tables: one row an item, one column a deployment model where the part asks for any, one column to tick. Each
     cell says what it is once more, for narrow screens, where rows become blocks. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:auditfolio:document"
                xmlns:p="urn:auditfolio:program" xmlns:c="urn:auditfolio:catalog" xmlns:l="urn:auditfolio:locale"
                exclude-result-prefixes="d p c l">

  <xsl:template match="p:part">
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <section id="{$anchor}" class="part">
      <h2><xsl:call-template name="text"><xsl:with-param name="id" select="concat('part.', @id, '.title')"/></xsl:call-template></h2>
      <div class="prose">
        <xsl:call-template name="prose"><xsl:with-param name="id" select="concat('part.', @id, '.lead')"/></xsl:call-template>
      </div>
      <xsl:apply-templates select="p:documents | p:section"/>
    </section>
  </xsl:template>

  <xsl:template match="p:documents" mode="anchor"><xsl:value-of select="concat('documents-', ../@id)"/></xsl:template>

  <xsl:template match="p:documents">
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <section id="{$anchor}" class="checklist">
      <h3><xsl:value-of select="l:message('label.required-documents')"/></h3>
      <xsl:call-template name="table">
        <xsl:with-param name="caption" select="l:message('label.required-documents')"/>
        <xsl:with-param name="what" select="l:message('label.document')"/>
        <xsl:with-param name="rows" select="p:document"/>
      </xsl:call-template>
    </section>
  </xsl:template>

  <xsl:template match="p:section">
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <section id="{$anchor}" class="checklist">
      <h3>
        <xsl:if test="@number"><span class="number"><xsl:value-of select="@number"/></span><xsl:text> </xsl:text></xsl:if>
        <xsl:call-template name="text"><xsl:with-param name="id" select="concat('section.', @id, '.title')"/></xsl:call-template>
      </h3>
      <xsl:if test="@pillar = 'true' or @pillar = '1'">
        <div class="prose">
          <xsl:call-template name="prose"><xsl:with-param name="id" select="concat('section.', @id, '.text')"/></xsl:call-template>
        </div>
      </xsl:if>
      <xsl:call-template name="table">
        <xsl:with-param name="caption">
          <xsl:choose>
            <xsl:when test="@number"><xsl:value-of select="l:message('label.items-of', string(@number), number(count(p:item)))"/></xsl:when>
            <xsl:otherwise><xsl:call-template name="plain"><xsl:with-param name="id" select="concat('section.', @id, '.title')"/></xsl:call-template></xsl:otherwise>
          </xsl:choose>
        </xsl:with-param>
        <xsl:with-param name="what" select="l:message('label.item')"/>
        <xsl:with-param name="rows" select="p:item"/>
      </xsl:call-template>
    </section>
  </xsl:template>

  <xsl:template name="table">
    <xsl:param name="caption"/>
    <xsl:param name="what"/>
    <xsl:param name="rows"/>
    <xsl:variable name="applies" select="$rows/p:applies"/>
    <xsl:variable name="height" select="1 + boolean($applies) + boolean($applies and $models/@group)"/>
    <table>
      <xsl:if test="$noted"><xsl:attribute name="class">many</xsl:attribute></xsl:if>
      <caption><span><xsl:value-of select="$caption"/></span></caption>
      <colgroup>
        <col class="what"/>
        <col class="requirement"/>
        <xsl:if test="$applies"><xsl:for-each select="$models"><col class="applies" data-model="{@id}"/></xsl:for-each></xsl:if>
        <col class="met"/>
      </colgroup>
      <thead>
        <tr>
          <th scope="col" class="what">
            <xsl:call-template name="height"><xsl:with-param name="rows" select="$height"/></xsl:call-template>
            <xsl:value-of select="$what"/>
          </th>
          <th scope="col" class="requirement">
            <xsl:call-template name="height"><xsl:with-param name="rows" select="$height"/></xsl:call-template>
            <xsl:value-of select="l:message('label.requirement')"/>
          </th>
          <xsl:if test="$applies">
            <th scope="colgroup" class="models" colspan="{count($models)}"><xsl:value-of select="l:message('label.applies-to')"/></th>
          </xsl:if>
          <th scope="col" class="met">
            <xsl:call-template name="height"><xsl:with-param name="rows" select="$height"/></xsl:call-template>
            <xsl:value-of select="l:message('label.self-assessment')"/>
            <xsl:text> </xsl:text>
            <span class="sub"><xsl:value-of select="l:message('label.met')"/></span>
          </th>
        </tr>
        <xsl:if test="$applies and $models/@group">
          <tr><xsl:apply-templates select="$models[not(@group = preceding-sibling::*[1]/@group)]" mode="group-head"/></tr>
        </xsl:if>
        <xsl:if test="$applies">
          <tr>
            <xsl:for-each select="$models">
              <th scope="col" class="applies" data-model="{@id}">
                <xsl:call-template name="text"><xsl:with-param name="id" select="concat('model.', @id, '.column')"/></xsl:call-template>
              </th>
            </xsl:for-each>
          </tr>
        </xsl:if>
      </thead>
      <tbody>
        <xsl:apply-templates select="$rows" mode="row"><xsl:with-param name="columns" select="boolean($applies)"/></xsl:apply-templates>
      </tbody>
    </table>
  </xsl:template>

  <!-- Over the columns of a group of models that stand side by side. -->
  <xsl:template match="p:deployment-model" mode="group-head">
    <xsl:variable name="width"><xsl:apply-templates select="." mode="group-width"/></xsl:variable>
    <xsl:choose>
      <xsl:when test="@group">
        <th scope="colgroup" class="group" colspan="{$width}">
          <xsl:call-template name="text"><xsl:with-param name="id" select="concat('model-group.', @group, '.name')"/></xsl:call-template>
        </th>
      </xsl:when>
      <xsl:otherwise><td class="group"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="height">
    <xsl:param name="rows"/>
    <xsl:if test="$rows &gt; 1"><xsl:attribute name="rowspan"><xsl:value-of select="$rows"/></xsl:attribute></xsl:if>
  </xsl:template>

  <!-- data-models: the deployment models that a filter shows the row for. An item that says nothing of them is for all. -->
  <xsl:template match="p:item | p:document" mode="row">
    <xsl:param name="columns"/>
    <xsl:variable name="row" select="."/>
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <xsl:text>&#10;</xsl:text>
    <tr id="{$anchor}">
      <xsl:if test="p:applies">
        <xsl:attribute name="data-models">
          <xsl:for-each select="p:applies[@value != 'no']"><xsl:value-of select="concat(substring(' ', 1, position() - 1), @model)"/></xsl:for-each>
        </xsl:attribute>
      </xsl:if>
      <th scope="row" class="what">
        <xsl:if test="@number">
          <a class="number" href="#{$anchor}" aria-label="{l:message('label.link-to-item', string(@number))}"><xsl:value-of select="@number"/></a>
          <xsl:text> </xsl:text>
        </xsl:if>
        <span class="title">
          <xsl:call-template name="text"><xsl:with-param name="id" select="concat(local-name(), '.', @id, '.title')"/></xsl:call-template>
        </span>
      </th>
      <td class="requirement">
        <xsl:apply-templates select="*[not(self::p:applies)]" mode="body"/>
        <xsl:apply-templates select="." mode="notes"/>
      </td>
      <xsl:if test="$columns">
        <xsl:for-each select="$models">
          <xsl:call-template name="applies">
            <xsl:with-param name="model" select="."/>
            <xsl:with-param name="applies" select="$row/p:applies[@model = current()/@id]"/>
          </xsl:call-template>
        </xsl:for-each>
      </xsl:if>
      <td class="met">
        <span class="label"><xsl:value-of select="l:message('label.met')"/></span><xsl:text> </xsl:text>
        <span class="ticks">
          <span class="tick"><span class="box" aria-hidden="true"/><xsl:value-of select="l:message('label.yes')"/></span>
          <xsl:text> </xsl:text>
          <span class="tick"><span class="box" aria-hidden="true"/><xsl:value-of select="l:message('label.no')"/></span>
        </span>
      </td>
    </tr>
  </xsl:template>

  <xsl:template name="applies">
    <xsl:param name="model"/>
    <xsl:param name="applies"/>
    <td class="applies" data-model="{$model/@id}" data-value="{$applies/@value}">
      <span class="label">
        <xsl:choose>
          <xsl:when test="$model/@group"><xsl:apply-templates select="$model" mode="name"/></xsl:when>
          <xsl:otherwise><xsl:call-template name="text"><xsl:with-param name="id" select="concat('model.', $model/@id, '.column')"/></xsl:call-template></xsl:otherwise>
        </xsl:choose>
      </span>
      <xsl:text> </xsl:text>
      <span class="value">
        <xsl:if test="$applies/@note and not($noted)"><xsl:attribute name="class">value long</xsl:attribute></xsl:if>
        <xsl:choose>
          <xsl:when test="$applies/@note and $noted"><xsl:apply-templates select="$applies" mode="value"/><xsl:apply-templates select="$applies" mode="mark"/></xsl:when>
          <xsl:otherwise><xsl:apply-templates select="$applies" mode="words"/></xsl:otherwise>
        </xsl:choose>
      </span>
    </td>
  </xsl:template>

  <!-- A note that stands apart, below what is required; its mark leads there. -->
  <xsl:template match="p:applies" mode="note-anchor">
    <xsl:variable name="row"><xsl:apply-templates select=".." mode="anchor"/></xsl:variable>
    <xsl:variable name="number"><xsl:apply-templates select="." mode="note-number"/></xsl:variable>
    <xsl:value-of select="concat($row, '-note-', $number)"/>
  </xsl:template>
  <xsl:template match="p:applies" mode="mark">
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="note-anchor"/></xsl:variable>
    <xsl:variable name="words"><xsl:apply-templates select="." mode="words"/></xsl:variable>
    <xsl:variable name="number"><xsl:apply-templates select="." mode="note-number"/></xsl:variable>
    <sup><a href="#{$anchor}" aria-label="{concat($number, ' ', $words)}"><xsl:value-of select="$number"/></a></sup>
  </xsl:template>
  <xsl:template match="p:applies" mode="note">
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="note-anchor"/></xsl:variable>
    <p class="applies-note" id="{$anchor}">
      <sup><xsl:apply-templates select="." mode="note-number"/></sup><xsl:text> </xsl:text><xsl:apply-templates select="." mode="words"/>
    </p>
  </xsl:template>

  <!-- What an item consists of -->

  <xsl:template match="p:requirement | p:followup | p:evidence" mode="body">
    <div class="{local-name()}">
      <xsl:call-template name="prose">
        <xsl:with-param name="id" select="concat(local-name(..), '.', ../@id, '.', local-name())"/>
      </xsl:call-template>
    </div>
  </xsl:template>

  <xsl:template match="p:choice" mode="body">
    <div class="choice">
      <xsl:if test="@from">
        <p><xsl:call-template name="text"><xsl:with-param name="id" select="concat('item.', ../@id, '.', @id)"/></xsl:call-template></p>
      </xsl:if>
      <ul class="options">
        <xsl:if test="not(@from)"><xsl:attribute name="class">options short</xsl:attribute></xsl:if>
        <xsl:apply-templates select="." mode="options"/>
      </ul>
    </div>
  </xsl:template>

  <!-- What is chosen from stands under its category. -->
  <xsl:template match="p:category[p:subcategory]" mode="option">
    <li class="group">
      <span><xsl:apply-templates select="." mode="name"/></span>
      <ul class="options"><xsl:apply-templates select="p:subcategory" mode="option"/></ul>
    </li>
  </xsl:template>
  <xsl:template match="p:category | p:subcategory | p:deployment-model | p:option" mode="option">
    <li>
      <span class="box" role="img" aria-label="{l:message('label.empty-box')}"/>
      <span><xsl:apply-templates select="." mode="name"/></span>
      <xsl:if test="@write = 'line'"><xsl:call-template name="line"/></xsl:if>
    </li>
  </xsl:template>

  <xsl:template match="p:answer" mode="body">
    <p class="answer">
      <span><xsl:call-template name="text"><xsl:with-param name="id" select="concat('item.', ../@id, '.', @id)"/></xsl:call-template></span>
      <xsl:call-template name="line"/>
    </p>
  </xsl:template>

  <!-- A line to write on. -->
  <xsl:template name="line"><span class="line" role="img" aria-label="{l:message('label.line')}"/></xsl:template>
</xsl:stylesheet>
