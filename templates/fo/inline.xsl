<?xml version="1.0" encoding="UTF-8"?>
<!-- The markup of the catalogs, and of the free text of assessments, as formatting objects. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:fo="http://www.w3.org/1999/XSL/Format"
                xmlns:d="urn:auditfolio:document" xmlns:p="urn:auditfolio:program" xmlns:c="urn:auditfolio:catalog"
                xmlns:a="urn:auditfolio:assessment" xmlns:l="urn:auditfolio:locale" xmlns:fox="http://xmlgraphics.apache.org/fop/extensions"
                exclude-result-prefixes="p c a l">

  <!-- A change of language, and where the words came from: diagnostics of the formatter name that line. -->
  <xsl:template name="origin">
    <xsl:if test="@xml:lang"><xsl:attribute name="xml:lang"><xsl:value-of select="@xml:lang"/></xsl:attribute></xsl:if>
    <xsl:if test="@d:at"><xsl:attribute name="d:at"><xsl:value-of select="@d:at"/></xsl:attribute></xsl:if>
  </xsl:template>

  <!-- A text of the catalog as an inline object that knows its line. -->
  <xsl:template name="words">
    <xsl:param name="id"/>
    <fo:wrapper>
      <xsl:for-each select="key('text', $id)"><xsl:call-template name="origin"/></xsl:for-each>
      <xsl:call-template name="text"><xsl:with-param name="id" select="$id"/></xsl:call-template>
    </fo:wrapper>
  </xsl:template>

  <xsl:template match="d:mark" mode="inline">
    <xsl:if test="preceding-sibling::node()"><xsl:text> </xsl:text></xsl:if>
    <fo:inline xml:lang="{ancestor::c:catalog/@xml:lang}" font-size="0.85em" font-style="normal" font-weight="normal"><xsl:apply-templates select="." mode="mark"/></fo:inline>
    <xsl:if test="not(preceding-sibling::node())"><xsl:text> </xsl:text></xsl:if>
  </xsl:template>

  <xsl:template match="c:em" mode="inline">
    <fo:inline>
      <xsl:call-template name="origin"/>
      <xsl:choose>
        <xsl:when test="$cjk"><xsl:attribute name="font-weight">bold</xsl:attribute></xsl:when>
        <xsl:otherwise><xsl:attribute name="font-style">italic</xsl:attribute></xsl:otherwise>
      </xsl:choose>
      <xsl:apply-templates mode="inline"/>
    </fo:inline>
  </xsl:template>
  <!-- Chinese and Japanese have no italics, whatever the language of the document around them. -->
  <xsl:template match="a:em" mode="inline">
    <xsl:variable name="own" select="string(ancestor-or-self::*[@xml:lang][1]/@xml:lang)"/>
    <fo:inline>
      <xsl:call-template name="origin"/>
      <xsl:choose>
        <xsl:when test="starts-with($own, 'zh') or starts-with($own, 'ja')"><xsl:attribute name="font-weight">bold</xsl:attribute></xsl:when>
        <xsl:otherwise><xsl:attribute name="font-style">italic</xsl:attribute></xsl:otherwise>
      </xsl:choose>
      <xsl:apply-templates mode="inline"/>
    </fo:inline>
  </xsl:template>
  <xsl:template match="c:strong | c:ui | a:strong" mode="inline">
    <fo:inline font-weight="bold"><xsl:call-template name="origin"/><xsl:apply-templates mode="inline"/></fo:inline>
  </xsl:template>
  <xsl:template match="c:code | a:code" mode="inline">
    <fo:inline role="Code" font-family="Noto Sans Mono" font-size="0.94em" hyphenate="false">
      <xsl:call-template name="origin"/><xsl:value-of select="$rightwards"/><xsl:apply-templates mode="inline"/><xsl:value-of select="$rightwards-end"/>
    </fo:inline>
  </xsl:template>
  <xsl:template match="c:span | a:span" mode="inline">
    <fo:inline><xsl:call-template name="origin"/><xsl:apply-templates mode="inline"/></fo:inline>
  </xsl:template>
  <xsl:template match="c:span[@d:direction]" mode="inline">
    <fo:bidi-override unicode-bidi="embed" direction="{@d:direction}"><xsl:call-template name="origin"/><xsl:apply-templates mode="inline"/></fo:bidi-override>
  </xsl:template>
  <!-- A quotation in another language; its marks stay those of the text around it. -->
  <xsl:template match="c:q[@xml:lang]" mode="inline">
    <xsl:variable name="level" select="count(ancestor::c:q)"/>
    <xsl:value-of select="l:quote-open($level)"/>
    <fo:inline xml:lang="{@xml:lang}"><xsl:apply-templates mode="inline"/></fo:inline>
    <xsl:value-of select="l:quote-close($level)"/>
  </xsl:template>

  <xsl:template match="a:q[@xml:lang]" mode="inline">
    <xsl:call-template name="quote-open"/>
    <fo:inline xml:lang="{@xml:lang}"><xsl:apply-templates mode="inline"/></fo:inline>
    <xsl:call-template name="quote-close"/>
  </xsl:template>

  <xsl:template match="a:a" mode="inline">
    <fo:basic-link external-destination="{concat('url(', @href, ')')}" xsl:use-attribute-sets="link">
      <xsl:call-template name="origin"/>
      <xsl:choose>
        <xsl:when test="normalize-space(.)"><xsl:apply-templates mode="inline"/></xsl:when>
        <xsl:otherwise><xsl:attribute name="hyphenate">false</xsl:attribute><xsl:value-of select="concat($rightwards, @href, $rightwards-end)"/></xsl:otherwise>
      </xsl:choose>
    </fo:basic-link>
  </xsl:template>

  <xsl:template match="c:a" mode="inline">
    <xsl:variable name="address"><xsl:apply-templates select="." mode="address"/></xsl:variable>
    <fo:basic-link external-destination="{concat('url(', $address, ')')}" xsl:use-attribute-sets="link">
      <xsl:choose>
        <xsl:when test="node()"><xsl:apply-templates mode="inline"/></xsl:when>
        <xsl:otherwise><xsl:attribute name="hyphenate">false</xsl:attribute><xsl:value-of select="$rightwards"/><xsl:apply-templates select="." mode="shown-address"/><xsl:value-of select="$rightwards-end"/></xsl:otherwise>
      </xsl:choose>
    </fo:basic-link>
  </xsl:template>
  <xsl:template match="c:a[@item]" mode="inline">
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <fo:basic-link internal-destination="{$anchor}" xsl:use-attribute-sets="link">
      <!-- a number alone tells little to those who hear it out of its place -->
      <xsl:if test="not(node()) and key('item', @item)/@number">
        <xsl:attribute name="fox:alt-text"><xsl:value-of select="concat(key('item', @item)/@number, ' ', normalize-space(ancestor::c:catalog/c:text[@id = concat('item.', current()/@item, '.title')]))"/></xsl:attribute>
      </xsl:if>
      <xsl:choose>
        <xsl:when test="node()"><xsl:apply-templates mode="inline"/></xsl:when>
        <xsl:otherwise><xsl:apply-templates select="." mode="shown-address"/></xsl:otherwise>
      </xsl:choose>
    </fo:basic-link>
  </xsl:template>

  <!-- Blocks -->

  <xsl:template match="c:p | a:p" mode="block">
    <fo:block xsl:use-attribute-sets="paragraph">
      <xsl:call-template name="origin"/>
      <!-- What leads into a list stays with it. -->
      <xsl:if test="following-sibling::*[1][self::c:ul or self::c:ol or self::a:ul or self::a:ol]"><xsl:attribute name="keep-with-next.within-page">always</xsl:attribute></xsl:if>
      <xsl:apply-templates mode="inline"/>
    </fo:block>
  </xsl:template>

  <xsl:template match="c:note" mode="block">
    <!-- a paragraph that stands out; a Note would be what other words refer to -->
    <fo:block space-before="6pt" space-after="6pt" padding="5pt 7pt" margin-left="0pt" margin-right="0pt"
              background-color="{$tint}" border-start="{concat('2pt solid ', $accent)}" keep-together.within-page="always">
      <xsl:call-template name="origin"/>
      <fo:inline font-weight="bold"><xsl:call-template name="label-language"/><xsl:apply-templates select="." mode="label"/></fo:inline>
      <xsl:text> </xsl:text>
      <xsl:apply-templates mode="inline"/>
    </fo:block>
  </xsl:template>

  <!-- The label of a note is in the language of its catalog, whatever its text is in. -->
  <xsl:template name="label-language">
    <xsl:if test="ancestor::*[@d:fallback]"><xsl:attribute name="xml:lang"><xsl:value-of select="ancestor::c:catalog/@xml:lang"/></xsl:attribute></xsl:if>
  </xsl:template>

  <xsl:template match="c:ul | c:ol | a:ul | a:ol" mode="block">
    <xsl:variable name="label-width"><xsl:choose>
      <xsl:when test="self::c:ul or self::a:ul">9pt</xsl:when>
      <xsl:when test="a:li[10]">20pt</xsl:when>
      <xsl:when test="$cjk">15pt</xsl:when>
      <xsl:otherwise>14pt</xsl:otherwise>
    </xsl:choose></xsl:variable>
    <fo:list-block provisional-distance-between-starts="{$label-width}" provisional-label-separation="2pt" space-before="3pt" space-after="5pt">
      <xsl:call-template name="origin"/>
      <xsl:apply-templates select="c:li | a:li" mode="block"/>
    </fo:list-block>
  </xsl:template>

  <xsl:template match="c:li | a:li" mode="block">
    <fo:list-item space-before="2pt">
      <fo:list-item-label end-indent="label-end()"><fo:block><xsl:apply-templates select="." mode="label"/></fo:block></fo:list-item-label>
      <fo:list-item-body start-indent="body-start()">
        <fo:block><xsl:call-template name="origin"/><xsl:apply-templates mode="inline"/></fo:block>
      </fo:list-item-body>
    </fo:list-item>
  </xsl:template>
  <xsl:template match="c:ul/c:li | a:ul/a:li" mode="label">
    <fo:inline color="{$accent}"><xsl:choose><xsl:when test="count(ancestor::c:li | ancestor::a:li) &gt; 0">–</xsl:when><xsl:otherwise>•</xsl:otherwise></xsl:choose></fo:inline>
  </xsl:template>
  <xsl:template match="c:ol/c:li | a:ol/a:li" mode="label">
    <xsl:choose>
      <xsl:when test="../@type = 'a'"><xsl:number format="a)"/></xsl:when>
      <xsl:when test="../@type = 'i'"><xsl:number format="i)"/></xsl:when>
      <xsl:otherwise><xsl:number format="1."/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <!-- Blocks among the words of a list's item. -->
  <xsl:template match="c:p | c:note | c:ul | c:ol | a:p | a:ul | a:ol" mode="inline"><xsl:apply-templates select="." mode="block"/></xsl:template>
</xsl:stylesheet>
