<?xml version="1.0" encoding="UTF-8"?>
<!-- The partner's and the auditor's words in their language, answers and findings in a line, and the small pieces that the sections
     of a report are made of. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:fo="http://www.w3.org/1999/XSL/Format"
                xmlns:d="urn:auditfolio:document" xmlns:p="urn:auditfolio:program" xmlns:c="urn:auditfolio:catalog"
                xmlns:a="urn:auditfolio:assessment" xmlns:l="urn:auditfolio:locale" exclude-result-prefixes="d p c a l">

  <!-- Languages -->

  <!-- The attributes of what is in this language: where words divide and how far apart lines are is the language's own. -->
  <xsl:template name="speak">
    <xsl:param name="language"/>
    <xsl:variable name="ideographs" select="starts-with($language, 'zh') or starts-with($language, 'ja')"/>
    <xsl:attribute name="xml:lang"><xsl:value-of select="$language"/></xsl:attribute>
    <xsl:if test="$ideographs != $cjk">
      <xsl:attribute name="hyphenate"><xsl:value-of select="not($ideographs)"/></xsl:attribute>
      <xsl:attribute name="line-height"><xsl:choose><xsl:when test="$ideographs">1.58</xsl:when><xsl:otherwise>1.42</xsl:otherwise></xsl:choose></xsl:attribute>
    </xsl:if>
  </xsl:template>

  <!-- The attribute of a block whose language runs the other way than the report's. -->
  <xsl:template name="turn">
    <xsl:param name="language"/>
    <xsl:if test="l:direction($language) != l:direction()"><xsl:attribute name="direction"><xsl:value-of select="l:direction($language)"/></xsl:attribute></xsl:if>
  </xsl:template>
  <!-- Around a name among other words, which may run the other way: what stands beside it does not get in between (UAX 9: isolates). -->
  <xsl:template name="isolate">
    <xsl:param name="language"/>
    <xsl:param name="words"/>
    <xsl:choose>
      <xsl:when test="l:direction($language) != l:direction()"><xsl:value-of select="concat('&#x2068;', $words, '&#x2069;')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$words"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Free text as a block. Before words in another language than the report's stands the name of that language. -->
  <xsl:template match="*" mode="free-text">
    <xsl:param name="before" select="'0pt'"/>
    <xsl:if test="normalize-space(.)">
      <xsl:variable name="own"><xsl:apply-templates select="." mode="language"/></xsl:variable>
      <xsl:variable name="label"><xsl:apply-templates select="." mode="language-label"/></xsl:variable>
      <xsl:variable name="blocks" select="a:p | a:ul | a:ol"/>
      <xsl:if test="string($label) and $blocks">
        <fo:block xsl:use-attribute-sets="quiet" space-before="{$before}" keep-with-next.within-page="always"><xsl:value-of select="$label"/></fo:block>
      </xsl:if>
      <fo:block space-before="{$before}">
        <xsl:call-template name="origin"/>
        <xsl:call-template name="speak"><xsl:with-param name="language" select="string($own)"/></xsl:call-template>
        <xsl:call-template name="turn"><xsl:with-param name="language" select="string($own)"/></xsl:call-template>
        <xsl:if test="string($label) and not($blocks)">
          <fo:inline xml:lang="{$language}" xsl:use-attribute-sets="quiet"><xsl:value-of select="$label"/>&#x2002;</fo:inline>
        </xsl:if>
        <xsl:apply-templates mode="inline"/>
      </fo:block>
    </xsl:if>
  </xsl:template>

  <!-- Names -->

  <xsl:template match="a:partner | a:solution | a:case-study" mode="name">
    <xsl:variable name="own"><xsl:apply-templates select="." mode="name-language"/></xsl:variable>
    <fo:wrapper>
      <xsl:for-each select="(self::a:case-study/a:customer | self::*[not(self::a:case-study)]/a:name)[1]"><xsl:call-template name="origin"/></xsl:for-each>
      <xsl:if test="string($own)"><xsl:attribute name="xml:lang"><xsl:value-of select="$own"/></xsl:attribute></xsl:if>
      <xsl:variable name="words"><xsl:apply-templates select="." mode="plain-name"/></xsl:variable>
      <xsl:call-template name="isolate"><xsl:with-param name="language" select="string($own)"/><xsl:with-param name="words" select="string($words)"/></xsl:call-template>
    </fo:wrapper>
  </xsl:template>
  <xsl:template match="a:*" mode="name">
    <xsl:variable name="own"><xsl:apply-templates select="." mode="language"/></xsl:variable>
    <fo:wrapper><xsl:call-template name="origin"/><xsl:attribute name="xml:lang"><xsl:value-of select="$own"/></xsl:attribute><xsl:call-template name="isolate"><xsl:with-param name="language" select="string($own)"/><xsl:with-param name="words" select="normalize-space(.)"/></xsl:call-template></fo:wrapper>
  </xsl:template>

  <!-- About how many points wide words are in small type: whatever is no Latin letter is taken to be an ideograph. -->
  <xsl:template name="width">
    <xsl:param name="text"/>
    <xsl:variable name="narrow" select="concat('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-&amp;/()', &quot;'’&quot;, 'àáâãäåæçèéêëìíîïñòóôõöøœùúûüÿßÀÁÂÄÅÆÇÈÉÊËÎÏÑÔÖØŒÙÛÜ')"/>
    <xsl:value-of select="4 * string-length($text) + 3.6 * string-length(translate($text, $narrow, ''))"/>
  </xsl:template>

  <!-- What the program calls it -->
  <xsl:template match="a:category" mode="name"><xsl:apply-templates select="key('category', @ref)" mode="name"/></xsl:template>
  <xsl:template match="a:subcategory" mode="name"><xsl:apply-templates select="key('subcategory', @ref)" mode="name"/></xsl:template>
  <xsl:template match="a:deployment-model" mode="name"><xsl:apply-templates select="key('model', @ref)" mode="name"/></xsl:template>
  <xsl:template match="a:competency" mode="name">
    <xsl:call-template name="text"><xsl:with-param name="id" select="concat('competency.', @ref)"/></xsl:call-template>
  </xsl:template>

  <!-- An address as one reads it; nothing if it is not stated. -->
  <xsl:template name="address">
    <xsl:param name="href"/>
    <xsl:if test="normalize-space($href)">
      <fo:basic-link external-destination="url({normalize-space($href)})" xsl:use-attribute-sets="link" hyphenate="false" xml:lang="en">
        <xsl:value-of select="$rightwards"/>
        <xsl:choose>
          <xsl:when test="string-length($href) &gt; 90"><xsl:call-template name="breakable"><xsl:with-param name="name" select="normalize-space($href)"/></xsl:call-template></xsl:when>
          <xsl:otherwise><xsl:value-of select="normalize-space($href)"/></xsl:otherwise>
        </xsl:choose>
        <xsl:value-of select="$rightwards-end"/>
      </fo:basic-link>
    </xsl:if>
  </xsl:template>
  <xsl:template name="mail-address">
    <xsl:param name="address"/>
    <xsl:if test="normalize-space($address)">
      <fo:basic-link external-destination="url(mailto:{normalize-space($address)})" xsl:use-attribute-sets="link" hyphenate="false" xml:lang="en"><xsl:value-of select="concat($rightwards, normalize-space($address), $rightwards-end)"/></fo:basic-link>
    </xsl:if>
  </xsl:template>

  <!-- Answers and findings: a symbol and its word -->

  <xsl:template match="d:cell" mode="state">
    <xsl:variable name="symbol"><xsl:apply-templates select="." mode="state-symbol"/></xsl:variable>
    <fo:inline font-weight="bold" hyphenate="{not($cjk)}">
      <xsl:attribute name="color"><xsl:choose>
        <xsl:when test="@state = 'met'"><xsl:value-of select="$accent"/></xsl:when>
        <xsl:when test="@state = 'not-applicable'"><xsl:value-of select="$quiet"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="$alarm"/></xsl:otherwise>
      </xsl:choose></xsl:attribute>
      <xsl:value-of select="$symbol"/>&#xA0;<xsl:apply-templates select="." mode="state-word"/>
    </fo:inline>
  </xsl:template>
  <!-- What is not asked has no symbol. -->
  <xsl:template match="d:cell[@applies = 'no']" mode="state"><fo:inline color="{$quiet}" hyphenate="{not($cjk)}"><xsl:apply-templates select="." mode="state-word"/></fo:inline></xsl:template>
  <xsl:template match="d:cell" mode="verdict">
    <fo:inline hyphenate="{not($cjk)}">
      <xsl:attribute name="color"><xsl:choose>
        <xsl:when test="@verdict = 'accepted'"><xsl:value-of select="$accent"/></xsl:when>
        <xsl:when test="@verdict"><xsl:value-of select="$alarm"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="$quiet"/></xsl:otherwise>
      </xsl:choose></xsl:attribute>
      <xsl:if test="@verdict"><xsl:attribute name="font-weight">bold</xsl:attribute></xsl:if>
      <xsl:if test="@verdict"><xsl:call-template name="verdict-symbol"><xsl:with-param name="verdict" select="@verdict"/></xsl:call-template>&#xA0;</xsl:if>
      <xsl:apply-templates select="." mode="verdict-word"/>
    </fo:inline>
  </xsl:template>

  <!-- What an answer comes with: choices, records, comment, evidence. -->
  <xsl:template match="a:answer" mode="details">
    <xsl:param name="comment" select="true()"/>
    <xsl:apply-templates select="." mode="choices"/>
    <xsl:for-each select="a:record">
      <xsl:variable name="name"><xsl:call-template name="plain"><xsl:with-param name="id" select="concat('item.', ../@item, '.', @ref)"/></xsl:call-template></xsl:variable>
      <fo:block space-after="2pt">
        <xsl:call-template name="labelled">
          <xsl:with-param name="label" select="string($name)"/>
          <xsl:with-param name="value"><fo:inline font-weight="bold"><xsl:apply-templates select="." mode="value"/></fo:inline></xsl:with-param>
        </xsl:call-template>
      </fo:block>
    </xsl:for-each>
    <xsl:if test="$comment"><xsl:apply-templates select="a:comment" mode="free-text"/></xsl:if>
    <xsl:apply-templates select="." mode="evidence"/>
  </xsl:template>

  <xsl:template match="p:choice" mode="chosen-options">
    <xsl:param name="options"/>
    <fo:block space-after="2pt">
      <xsl:for-each select="$options"><fo:block><xsl:apply-templates select="." mode="name"/></fo:block></xsl:for-each>
      <xsl:if test="not($options)"><xsl:call-template name="stated"/></xsl:if>
    </fo:block>
  </xsl:template>

  <!-- Each on a line of its own, for narrow columns: whether a line may end within a word is its block's. -->
  <xsl:template name="piece-lines">
    <xsl:param name="pieces"/>
    <xsl:for-each select="$pieces">
      <fo:block>
        <xsl:apply-templates select="a:title" mode="speak"/>
        <xsl:call-template name="piece-links"><xsl:with-param name="pieces" select="."/></xsl:call-template>
      </fo:block>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="a:*" mode="speak">
    <xsl:variable name="own"><xsl:apply-templates select="." mode="language"/></xsl:variable>
    <xsl:call-template name="speak"><xsl:with-param name="language" select="string($own)"/></xsl:call-template>
  </xsl:template>
  <!-- What the program calls it is in the report's language. -->
  <xsl:template match="a:category | a:subcategory | a:deployment-model | a:competency" mode="speak"/>
  <!-- The titles of the pieces of evidence that something refers to. -->
  <xsl:template match="*" mode="evidence">
    <xsl:variable name="pieces" select="key('piece', str:tokenize(@evidence))" xmlns:str="http://exslt.org/strings"/>
    <xsl:if test="$pieces">
      <fo:block space-before="3pt">
        <xsl:call-template name="labelled">
          <xsl:with-param name="label" select="l:message('report.evidence')"/>
          <xsl:with-param name="value"><xsl:call-template name="piece-links"><xsl:with-param name="pieces" select="$pieces"/></xsl:call-template></xsl:with-param>
        </xsl:call-template>
      </fo:block>
    </xsl:if>
  </xsl:template>

  <!-- A label and what it names, with the marks that the language puts there. -->
  <xsl:template name="labelled">
    <xsl:param name="label"/>
    <xsl:param name="value"/>
    <xsl:variable name="text" select="l:message('report.labelled', $label, '&#xE000;')"/>
    <fo:inline color="{$quiet}"><xsl:value-of select="substring-before($text, '&#xE000;')"/></fo:inline>
    <xsl:copy-of select="$value"/>
    <xsl:value-of select="substring-after($text, '&#xE000;')"/>
  </xsl:template>

  <xsl:template name="piece-links">
    <xsl:param name="pieces"/>
    <xsl:for-each select="$pieces">
      <xsl:if test="position() &gt; 1"><xsl:value-of select="$apart"/></xsl:if>
      <xsl:choose>
        <xsl:when test="$has-evidence"><fo:basic-link internal-destination="evidence-{@id}" xsl:use-attribute-sets="link"><xsl:apply-templates select="a:title" mode="name"/></fo:basic-link></xsl:when>
        <xsl:otherwise><xsl:apply-templates select="a:title" mode="name"/></xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>

  <!-- Tables -->

  <xsl:template name="header-cell">
    <xsl:param name="words"/>
    <fo:table-cell xsl:use-attribute-sets="header-cell"><fo:block hyphenate="false"><xsl:value-of select="$words"/></fo:block></fo:table-cell>
  </xsl:template>

  <!-- A row of a field and its value; what is empty is said to be not stated. -->
  <xsl:template name="field">
    <xsl:param name="label"/>
    <xsl:param name="value"/>
    <fo:table-row>
      <xsl:if test="string-length($value) &lt; $long"><xsl:attribute name="keep-together.within-page">always</xsl:attribute></xsl:if>
      <fo:table-cell xsl:use-attribute-sets="cell phrases" role="TH"><fo:block font-weight="bold"><xsl:value-of select="$label"/></fo:block></fo:table-cell>
      <fo:table-cell xsl:use-attribute-sets="cell"><xsl:call-template name="stated"><xsl:with-param name="value" select="$value"/></xsl:call-template></fo:table-cell>
    </fo:table-row>
  </xsl:template>
  <xsl:template name="stated">
    <xsl:param name="value"/>
    <xsl:choose>
      <xsl:when test="normalize-space($value)"><fo:block><xsl:copy-of select="$value"/></fo:block></xsl:when>
      <xsl:otherwise><fo:block color="{$quiet}"><xsl:value-of select="l:message('report.not-stated')"/></fo:block></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The program's words for what an item asks for; in two languages side by side if there are two. -->
  <xsl:template name="requirement">
    <xsl:choose>
      <xsl:when test="$second-language != ''">
        <fo:table table-layout="fixed" inline-progression-dimension="100%" border-collapse="separate">
          <fo:table-column column-width="proportional-column-width(1)"/>
          <fo:table-column column-width="proportional-column-width(1)"/>
          <fo:table-header>
            <fo:table-row>
              <fo:table-cell><fo:block xsl:use-attribute-sets="quiet"><xsl:value-of select="l:language-name($language)"/></fo:block></fo:table-cell>
              <fo:table-cell padding-start="8pt"><fo:block xsl:use-attribute-sets="quiet"><xsl:value-of select="l:language-name($second-language)"/></fo:block></fo:table-cell>
            </fo:table-row>
          </fo:table-header>
          <fo:table-body>
            <fo:table-row>
              <fo:table-cell><xsl:call-template name="requirement-words"/></fo:table-cell>
              <fo:table-cell padding-start="8pt"><xsl:call-template name="second-requirement-words"/></fo:table-cell>
            </fo:table-row>
          </fo:table-body>
        </fo:table>
      </xsl:when>
      <xsl:otherwise><xsl:call-template name="requirement-words"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="requirement-words"><xsl:apply-templates select="p:requirement | p:choice[@from] | p:answer | p:followup | p:evidence" mode="words"/></xsl:template>
  <xsl:template match="p:requirement | p:followup | p:evidence" mode="words">
    <xsl:call-template name="prose"><xsl:with-param name="id" select="concat('item.', ../@id, '.', local-name())"/></xsl:call-template>
  </xsl:template>
  <xsl:template match="p:choice | p:answer" mode="words">
    <fo:block xsl:use-attribute-sets="paragraph"><xsl:call-template name="words"><xsl:with-param name="id" select="concat('item.', ../@id, '.', @id)"/></xsl:call-template></fo:block>
  </xsl:template>
  <xsl:template name="second-requirement-words">
    <fo:block>
      <xsl:call-template name="speak"><xsl:with-param name="language" select="$second-language"/></xsl:call-template>
      <xsl:call-template name="turn"><xsl:with-param name="language" select="$second-language"/></xsl:call-template>
      <xsl:apply-templates select="p:requirement | p:choice[@from] | p:answer | p:followup | p:evidence" mode="second-words"/>
    </fo:block>
  </xsl:template>
  <xsl:template match="p:requirement | p:followup | p:evidence" mode="second-words">
    <xsl:call-template name="second-prose"><xsl:with-param name="id" select="concat('item.', ../@id, '.', local-name())"/></xsl:call-template>
  </xsl:template>
  <xsl:template match="p:choice | p:answer" mode="second-words">
    <fo:block xsl:use-attribute-sets="paragraph"><xsl:call-template name="second-text"><xsl:with-param name="id" select="concat('item.', ../@id, '.', @id)"/></xsl:call-template></fo:block>
  </xsl:template>
  <!-- What deployment models make of it. -->
  <xsl:template match="p:applies" mode="condition">
    <xsl:param name="models"/>
    <xsl:param name="words"/>
    <fo:block space-before="3pt">
      <xsl:call-template name="labelled"><xsl:with-param name="label" select="$models"/><xsl:with-param name="value" select="$words"/></xsl:call-template>
    </fo:block>
  </xsl:template>

  <!-- How many characters that is, for rows that may go on over a page. -->
  <xsl:template name="requirement-length">
    <xsl:value-of select="string-length(key('text', concat('item.', @id, '.requirement'))) + string-length(key('text', concat('item.', @id, '.followup'))) + string-length(key('text', concat('item.', @id, '.evidence')))"/>
  </xsl:template>
</xsl:stylesheet>
