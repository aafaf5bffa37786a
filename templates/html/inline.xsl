<?xml version="1.0" encoding="UTF-8"?>
<!-- The markup of the catalogs and of the assessments' free text as HTML. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:auditfolio:document"
                xmlns:p="urn:auditfolio:program" xmlns:c="urn:auditfolio:catalog" xmlns:l="urn:auditfolio:locale"
                xmlns:a="urn:auditfolio:assessment" xmlns:set="http://exslt.org/sets" exclude-result-prefixes="d p c l a set">

  <!-- A change of language, wherever one is said. -->
  <xsl:template name="language">
    <xsl:if test="@xml:lang"><xsl:attribute name="lang"><xsl:value-of select="@xml:lang"/></xsl:attribute></xsl:if>
    <xsl:if test="@d:direction"><xsl:attribute name="dir"><xsl:value-of select="@d:direction"/></xsl:attribute></xsl:if>
  </xsl:template>

  <xsl:template match="c:em | c:strong | c:span | a:em | a:strong | a:span" mode="inline">
    <xsl:element name="{local-name()}">
      <xsl:call-template name="language"/>
      <xsl:apply-templates mode="inline"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="d:mark" mode="inline">
    <xsl:if test="preceding-sibling::node()"><xsl:text> </xsl:text></xsl:if>
    <small lang="{ancestor::c:catalog/@xml:lang}"><xsl:apply-templates select="." mode="mark"/></small>
    <xsl:if test="not(preceding-sibling::node())"><xsl:text> </xsl:text></xsl:if>
  </xsl:template>

  <xsl:template match="c:code | a:code" mode="inline">
    <code translate="no"><xsl:call-template name="language"/><xsl:apply-templates mode="inline"/></code>
  </xsl:template>

  <xsl:template match="c:ui" mode="inline">
    <b class="ui"><xsl:call-template name="language"/><xsl:apply-templates mode="inline"/></b>
  </xsl:template>

  <!-- A quotation in another language; its marks stay those of the text around it. -->
  <xsl:template match="c:q[@xml:lang]" mode="inline">
    <xsl:variable name="level" select="count(ancestor::c:q)"/>
    <xsl:value-of select="l:quote-open($level)"/>
    <span lang="{@xml:lang}"><xsl:apply-templates mode="inline"/></span>
    <xsl:value-of select="l:quote-close($level)"/>
  </xsl:template>

  <xsl:template match="c:a" mode="inline">
    <xsl:variable name="address"><xsl:apply-templates select="." mode="address"/></xsl:variable>
    <a href="{$address}">
      <xsl:if test="starts-with($address, 'http')"><xsl:attribute name="rel">external</xsl:attribute></xsl:if>
      <xsl:apply-templates mode="inline"/>
    </a>
  </xsl:template>
  <!-- Shown as it is: not to be translated, nor printed twice. -->
  <xsl:template match="c:a[not(node())]" mode="inline">
    <xsl:variable name="address"><xsl:apply-templates select="." mode="address"/></xsl:variable>
    <a class="address" href="{$address}" translate="no"><xsl:apply-templates select="." mode="shown-address"/></a>
  </xsl:template>
  <xsl:template match="c:a[@item]" mode="inline">
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <a href="#{$anchor}">
      <xsl:choose>
        <xsl:when test="node()"><xsl:apply-templates mode="inline"/></xsl:when>
        <xsl:otherwise><xsl:apply-templates select="." mode="shown-address"/></xsl:otherwise>
      </xsl:choose>
    </a>
  </xsl:template>

  <!-- A quotation of the partner's or the auditor's, with the marks of the language around it. -->
  <xsl:template match="a:q" mode="inline">
    <xsl:variable name="level" select="count(ancestor::a:q)"/>
    <xsl:variable name="around" select="string(ancestor::*[@xml:lang][1]/@xml:lang)"/>
    <xsl:value-of select="l:quote-open($level, $around)"/>
    <span><xsl:call-template name="language"/><xsl:apply-templates mode="inline"/></span>
    <xsl:value-of select="l:quote-close($level, $around)"/>
  </xsl:template>

  <xsl:template match="a:a" mode="inline">
    <a href="{@href}" rel="external nofollow">
      <xsl:call-template name="language"/>
      <xsl:choose>
        <xsl:when test="normalize-space(.)"><xsl:apply-templates mode="inline"/></xsl:when>
        <xsl:otherwise><xsl:attribute name="class">address</xsl:attribute><xsl:value-of select="@href"/></xsl:otherwise>
      </xsl:choose>
    </a>
  </xsl:template>

  <!-- Blocks -->

  <xsl:template match="c:p" mode="block">
    <p><xsl:call-template name="language"/><xsl:apply-templates mode="inline"/></p>
  </xsl:template>

  <xsl:template match="c:note" mode="block">
    <p class="note" role="note">
      <xsl:call-template name="language"/>
      <strong class="lead">
        <xsl:if test="ancestor::*[@d:fallback]"><xsl:attribute name="lang"><xsl:value-of select="ancestor::c:catalog/@xml:lang"/></xsl:attribute></xsl:if>
        <xsl:apply-templates select="." mode="label"/>
      </strong>
      <xsl:text> </xsl:text>
      <xsl:apply-templates mode="inline"/>
    </p>
  </xsl:template>

  <xsl:template match="c:ul" mode="block"><ul><xsl:call-template name="language"/><xsl:apply-templates select="c:li" mode="block"/></ul></xsl:template>

  <xsl:template match="c:ol" mode="block">
    <ol>
      <xsl:call-template name="language"/>
      <xsl:if test="@type = 'a' or @type = 'i'"><xsl:attribute name="class"><xsl:value-of select="concat('type-', @type)"/></xsl:attribute></xsl:if>
      <xsl:apply-templates select="c:li" mode="block"/>
    </ol>
  </xsl:template>

  <!-- Words, and blocks among them. -->
  <xsl:template match="c:li" mode="block">
    <li><xsl:apply-templates mode="inline"/></li>
  </xsl:template>
  <xsl:template match="c:p | c:note | c:ul | c:ol" mode="inline"><xsl:apply-templates select="." mode="block"/></xsl:template>

  <!-- Free text: words among which paragraphs and lists may stand. Words outside of those are paragraphs of their own, but in a
       point of a list that holds nothing else. -->
  <xsl:template match="*" mode="free-text">
    <xsl:variable name="first" select="(a:p | a:ul | a:ol)[1]"/>
    <xsl:choose>
      <xsl:when test="$first">
        <xsl:call-template name="run"><xsl:with-param name="nodes" select="set:leading(node(), $first)"/></xsl:call-template>
        <xsl:for-each select="a:p | a:ul | a:ol">
          <xsl:apply-templates select="." mode="block"/>
          <xsl:call-template name="run">
            <xsl:with-param name="nodes" select="set:leading(following-sibling::node(), following-sibling::*[self::a:p or self::a:ul or self::a:ol][1])"/>
          </xsl:call-template>
        </xsl:for-each>
      </xsl:when>
      <xsl:when test="self::a:li"><xsl:apply-templates mode="inline"/></xsl:when>
      <xsl:otherwise><xsl:call-template name="run"><xsl:with-param name="nodes" select="node()"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="run">
    <xsl:param name="nodes"/>
    <xsl:if test="$nodes[self::* or self::text()[normalize-space()]]"><p><xsl:apply-templates select="$nodes" mode="inline"/></p></xsl:if>
  </xsl:template>

  <xsl:template match="a:p" mode="block">
    <p><xsl:call-template name="language"/><xsl:apply-templates mode="inline"/></p>
  </xsl:template>
  <xsl:template match="a:ul | a:ol" mode="block">
    <xsl:element name="{local-name()}"><xsl:call-template name="language"/><xsl:apply-templates select="a:li" mode="block"/></xsl:element>
  </xsl:template>
  <xsl:template match="a:li" mode="block">
    <li><xsl:call-template name="language"/><xsl:apply-templates select="." mode="free-text"/></li>
  </xsl:template>
</xsl:stylesheet>
