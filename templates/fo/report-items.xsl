<?xml version="1.0" encoding="UTF-8"?>
<!-- Items with their answers: prerequisites as tables, the rest item by item. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:fo="http://www.w3.org/1999/XSL/Format"
                xmlns:d="urn:auditfolio:document" xmlns:p="urn:auditfolio:program" xmlns:c="urn:auditfolio:catalog"
                xmlns:a="urn:auditfolio:assessment" xmlns:l="urn:auditfolio:locale" xmlns:exsl="http://exslt.org/common"
                exclude-result-prefixes="d p c a l exsl">

  <!-- The heading of a section of a part. -->
  <xsl:template match="p:section" mode="heading">
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <fo:block id="{$anchor}" xsl:use-attribute-sets="section-heading">
      <fo:marker marker-class-name="section">
        <xsl:if test="@number"><xsl:value-of select="concat(@number, ' ')"/></xsl:if><xsl:call-template name="words"><xsl:with-param name="id" select="concat('section.', @id, '.title')"/></xsl:call-template>
      </fo:marker>
      <xsl:if test="@number"><xsl:value-of select="concat(@number, '&#x2002;')"/></xsl:if><xsl:call-template name="words"><xsl:with-param name="id" select="concat('section.', @id, '.title')"/></xsl:call-template>
    </fo:block>
  </xsl:template>

  <!-- Prerequisites -->

  <xsl:template name="prerequisites">
    <xsl:variable name="shown"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
    <xsl:if test="not(string($shown))"><fo:block><xsl:value-of select="l:message('report.nothing-open-here')"/></fo:block></xsl:if>
    <xsl:apply-templates select="p:section" mode="prerequisites"/>
  </xsl:template>

  <xsl:template match="p:section" mode="prerequisites">
    <xsl:variable name="shown"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
    <xsl:if test="string($shown)">
      <fo:wrapper role="Sect">
        <xsl:apply-templates select="." mode="heading"/>
        <fo:table xsl:use-attribute-sets="table">
          <fo:table-column column-width="30mm"/>
          <!-- Where the partner said little, the requirement has more of the page. -->
          <xsl:variable name="said"><xsl:apply-templates select="p:item" mode="said-length"/></xsl:variable>
          <xsl:variable name="requirement-share"><xsl:choose>
            <xsl:when test="exsl:node-set($said)/*[. &gt; $row-length div 5]">13</xsl:when>
            <xsl:otherwise>15</xsl:otherwise>
          </xsl:choose></xsl:variable>
          <fo:table-column column-width="proportional-column-width({$requirement-share})"/>
          <xsl:if test="$second-language != ''"><fo:table-column column-width="proportional-column-width({$requirement-share})"/></xsl:if>
          <fo:table-column column-width="23mm"/>
          <fo:table-column column-width="proportional-column-width({24 - $requirement-share})"/>
          <fo:table-header>
            <xsl:call-template name="continued-head"><xsl:with-param name="columns" select="4 + ($second-language != '')"/></xsl:call-template>
            <fo:table-row>
              <xsl:call-template name="header-cell"><xsl:with-param name="words" select="l:message('label.item')"/></xsl:call-template>
              <xsl:choose>
                <xsl:when test="$second-language = ''"><xsl:call-template name="header-cell"><xsl:with-param name="words" select="l:message('label.requirement')"/></xsl:call-template></xsl:when>
                <xsl:otherwise>
                  <xsl:call-template name="header-cell"><xsl:with-param name="words" select="l:message('report.requirement-in', l:language-name($language, true()))"/></xsl:call-template>
                  <xsl:call-template name="header-cell"><xsl:with-param name="words" select="l:message('report.requirement-in', l:language-name($second-language, true()))"/></xsl:call-template>
                </xsl:otherwise>
              </xsl:choose>
              <xsl:call-template name="header-cell"><xsl:with-param name="words" select="l:message('report.answer')"/></xsl:call-template>
              <xsl:call-template name="header-cell"><xsl:with-param name="words" select="l:message('report.comment-and-evidence')"/></xsl:call-template>
            </fo:table-row>
          </fo:table-header>
          <xsl:variable name="name"><xsl:apply-templates select="." mode="continued-words"/></xsl:variable>
          <xsl:variable name="first"><xsl:for-each select="p:item"><xsl:variable name="shows"><xsl:apply-templates select="." mode="shown"/></xsl:variable><xsl:if test="string($shows)"><xsl:value-of select="concat(@id, ' ')"/></xsl:if></xsl:for-each></xsl:variable>
          <fo:table-body><xsl:apply-templates select="p:item" mode="prerequisite"><xsl:with-param name="section" select="string($name)"/><xsl:with-param name="first" select="substring-before($first, ' ')"/></xsl:apply-templates></fo:table-body>
        </fo:table>
      </fo:wrapper>
    </xsl:if>
  </xsl:template>

  <!-- About how many characters stand in the last column. -->
  <xsl:template match="p:item" mode="said-length">
    <xsl:variable name="cell" select="key('item-cells', @id)[1]"/>
    <xsl:variable name="answer" select="key('answer', $cell/@answer)"/>
    <xsl:variable name="chosen" select="$solution/*[@*[local-name() = current()/p:choice[not(@from)]/@id]]"/>
    <d:length><xsl:value-of select="string-length($answer) + string-length(key('finding', $cell/@finding)) + string-length($answer/@evidence) * 2 + string-length($chosen) + string-length($chosen/@href)"/></d:length>
  </xsl:template>

  <xsl:template match="p:item" mode="prerequisite">
    <xsl:param name="section"/>
    <xsl:param name="first"/>
    <xsl:variable name="name"><xsl:apply-templates select="." mode="continued-words"/></xsl:variable>
    <xsl:variable name="shown"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <xsl:variable name="cell" select="key('item-cells', @id)[1]"/>
    <xsl:variable name="asked" select="not($cell/@applies = 'no')"/>
    <xsl:variable name="needless"><xsl:apply-templates select="." mode="needless"/></xsl:variable>
    <xsl:variable name="answer" select="key('answer', $cell[$asked]/@answer)"/>
    <xsl:variable name="length"><xsl:call-template name="requirement-length"/></xsl:variable>
    <xsl:if test="string($shown)">
      <fo:table-row id="{$anchor}">
        <xsl:if test="$length &lt; $long div 2 and string-length($answer) &lt; $row-length * 0.7"><xsl:attribute name="keep-together.within-page">always</xsl:attribute></xsl:if>
        <fo:table-cell xsl:use-attribute-sets="cell phrases" role="TH">
          <fo:block>
            <xsl:call-template name="continued"><xsl:with-param name="what" select="$section"/><xsl:with-param name="begins" select="@id = $first"/></xsl:call-template>
            <xsl:if test="@number"><fo:block font-weight="bold" color="{$accent}"><xsl:value-of select="@number"/></fo:block></xsl:if>
            <fo:block font-weight="bold" hyphenate="{not($cjk)}"><xsl:call-template name="words"><xsl:with-param name="id" select="concat('item.', @id, '.title')"/></xsl:call-template></fo:block>
          </fo:block>
        </fo:table-cell>
        <xsl:choose>
          <xsl:when test="string($needless)">
            <fo:table-cell xsl:use-attribute-sets="cell" number-columns-spanned="{1 + ($second-language != '')}"><xsl:call-template name="not-asked-words"/></fo:table-cell>
          </xsl:when>
          <xsl:otherwise>
            <fo:table-cell xsl:use-attribute-sets="cell">
              <fo:block><xsl:call-template name="continued"><xsl:with-param name="what" select="$name"/></xsl:call-template><xsl:call-template name="requirement-words"/></fo:block>
            </fo:table-cell>
            <xsl:if test="$second-language != ''"><fo:table-cell xsl:use-attribute-sets="cell"><xsl:call-template name="second-requirement-words"/></fo:table-cell></xsl:if>
          </xsl:otherwise>
        </xsl:choose>
        <fo:table-cell xsl:use-attribute-sets="cell">
          <fo:block><xsl:apply-templates select="$cell" mode="state"/></fo:block>
          <xsl:if test="$asked and $cell/@verdict"><fo:block space-before="3pt" xsl:use-attribute-sets="quiet"><xsl:value-of select="l:message('report.finding')"/></fo:block><fo:block><xsl:apply-templates select="$cell" mode="verdict"/></fo:block></xsl:if>
        </fo:table-cell>
        <fo:table-cell xsl:use-attribute-sets="cell">
          <fo:block>
            <xsl:call-template name="continued"><xsl:with-param name="what" select="$name"/></xsl:call-template>
            <xsl:apply-templates select="p:choice | p:answer" mode="chosen"/>
            <xsl:apply-templates select="$answer" mode="details"/>
          </fo:block>
          <xsl:if test="not($asked) and not(string($needless))"><xsl:call-template name="not-asked-words"/></xsl:if>
          <xsl:apply-templates select="key('finding', $cell[$asked]/@finding)" mode="note"/>
        </fo:table-cell>
      </fo:table-row>
    </xsl:if>
  </xsl:template>

  <xsl:template name="not-asked-words"><fo:block color="{$quiet}"><xsl:apply-templates select="." mode="not-asked"/></fo:block></xsl:template>

  <!-- What the partner said of the solution where an item asks for it: the solution's element or attribute of the same name. -->
  <xsl:template match="p:choice[@from = 'categories']" mode="chosen"><xsl:apply-templates select="$solution/a:category" mode="lines"/></xsl:template>
  <xsl:template match="p:choice[@from = 'deployment-models']" mode="chosen"><xsl:apply-templates select="$solution/a:deployment-model" mode="lines"/></xsl:template>
  <xsl:template match="p:choice" mode="chosen">
    <xsl:variable name="said" select="$solution/*/@*[local-name() = current()/@id]"/>
    <xsl:if test="$said = 'yes' or $said = 'no'"><fo:block><xsl:value-of select="l:message(concat('label.', $said))"/></fo:block></xsl:if>
    <xsl:if test="normalize-space($said/../@href)"><fo:block><xsl:call-template name="address"><xsl:with-param name="href" select="$said/../@href"/></xsl:call-template></fo:block></xsl:if>
    <xsl:apply-templates select="$said/.." mode="free-text"/>
  </xsl:template>
  <xsl:template match="p:answer" mode="chosen">
    <xsl:variable name="said" select="normalize-space($solution/*[local-name() = current()/@id])"/>
    <xsl:if test="$said">
      <xsl:variable name="name"><xsl:call-template name="plain"><xsl:with-param name="id" select="concat('item.', ../@id, '.', @id)"/></xsl:call-template></xsl:variable>
      <fo:block><xsl:call-template name="labelled"><xsl:with-param name="label" select="string($name)"/><xsl:with-param name="value"><fo:inline font-weight="bold"><xsl:value-of select="l:number(number($said))"/></fo:inline></xsl:with-param></xsl:call-template></fo:block>
    </xsl:if>
  </xsl:template>

  <xsl:template match="a:finding" mode="note"><xsl:apply-templates select="a:note" mode="free-text"/></xsl:template>

  <!-- Item by item -->

  <xsl:template name="items">
    <xsl:variable name="shown"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
    <fo:block font-weight="bold"><xsl:call-template name="words"><xsl:with-param name="id" select="concat('part.', @id, '.title')"/></xsl:call-template></fo:block>
    <xsl:if test="not(string($shown))"><fo:block space-before="6pt"><xsl:value-of select="l:message('report.nothing-open-here')"/></fo:block></xsl:if>
    <xsl:apply-templates select="p:section" mode="items"/>
  </xsl:template>
  <xsl:template match="p:section" mode="items">
    <xsl:variable name="shown"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
    <xsl:if test="string($shown)">
      <fo:wrapper role="Sect">
        <xsl:apply-templates select="." mode="heading"/>
        <xsl:apply-templates select="p:item" mode="item"/>
      </fo:wrapper>
    </xsl:if>
  </xsl:template>

  <!-- The requirement stays with its first answer; a very long one may go on over a page before it. -->
  <xsl:template match="p:item" mode="item">
    <xsl:variable name="shown"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
    <xsl:if test="string($shown)">
      <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
      <xsl:variable name="length"><xsl:call-template name="requirement-length"/></xsl:variable>
      <fo:wrapper role="Sect">
        <fo:block id="{$anchor}" xsl:use-attribute-sets="item-heading">
          <xsl:if test="@number"><xsl:value-of select="concat(@number, '&#x2002;')"/></xsl:if><xsl:call-template name="words"><xsl:with-param name="id" select="concat('item.', @id, '.title')"/></xsl:call-template>
          <xsl:if test="$second-language != ''">
            <fo:inline font-weight="normal" xml:lang="{$second-language}">&#x2002;<xsl:call-template name="second-text"><xsl:with-param name="id" select="concat('item.', @id, '.title')"/></xsl:call-template></fo:inline>
          </xsl:if>
        </fo:block>
        <xsl:variable name="needless"><xsl:apply-templates select="." mode="needless"/></xsl:variable>
        <xsl:if test="not(string($needless))">
          <fo:block keep-with-next.within-page="always">
            <xsl:if test="$length &lt; $long"><xsl:attribute name="keep-together.within-page">always</xsl:attribute></xsl:if>
            <xsl:call-template name="requirement"/>
            <xsl:apply-templates select="." mode="conditions"/>
          </fo:block>
        </xsl:if>
        <xsl:call-template name="answers"/>
      </fo:wrapper>
    </xsl:if>
  </xsl:template>

  <xsl:template name="answers">
    <xsl:variable name="cells" select="key('item-cells', @id)"/>
    <xsl:variable name="unasked" select="$cells[@applies = 'no']"/>
    <xsl:choose>
      <xsl:when test="not($cells)"><fo:block color="{$quiet}"><xsl:value-of select="l:message('report.there-are-no-case-studies')"/></fo:block></xsl:when>
      <xsl:when test="count($unasked) &lt; count($cells)">
        <fo:table xsl:use-attribute-sets="table" space-before="4pt">
          <fo:table-column column-width="31mm"/>
          <fo:table-column column-width="proportional-column-width(8)"/>
          <xsl:if test="$audit"><fo:table-column column-width="proportional-column-width(5)"/></xsl:if>
          <fo:table-header>
            <xsl:call-template name="continued-head"><xsl:with-param name="columns" select="2 + boolean($audit)"/></xsl:call-template>
            <fo:table-row>
              <xsl:call-template name="header-cell"><xsl:with-param name="words" select="l:message('report.answer')"/></xsl:call-template>
              <xsl:call-template name="header-cell"><xsl:with-param name="words" select="l:message('report.comment-and-evidence')"/></xsl:call-template>
              <xsl:if test="$audit"><xsl:call-template name="header-cell"><xsl:with-param name="words" select="l:message('report.finding')"/></xsl:call-template></xsl:if>
            </fo:table-row>
          </fo:table-header>
          <fo:table-body><xsl:apply-templates select="." mode="groups"/></fo:table-body>
        </fo:table>
      </xsl:when>
    </xsl:choose>
    <xsl:choose>
      <xsl:when test="$cells and count($unasked) = count($cells)">
        <fo:block xsl:use-attribute-sets="quiet" space-before="3pt"><xsl:value-of select="l:message('report.not-asked')"/></fo:block>
      </xsl:when>
      <xsl:when test="$unasked">
        <fo:block xsl:use-attribute-sets="quiet" space-before="3pt" keep-with-previous.within-page="always">
          <xsl:call-template name="named"><xsl:with-param name="message" select="'report.not-asked-of'"/><xsl:with-param name="cells" select="$unasked"/></xsl:call-template>
        </fo:block>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- One row an answer. Over it stand the case studies that it is given for, if it is not for all: their names may be many and long,
       and are best read right across. -->
  <xsl:template match="d:cell" mode="group">
    <xsl:param name="group"/>
    <xsl:variable name="answer" select="key('answer', @answer)"/>
    <xsl:variable name="finding" select="key('finding', @finding)"/>
    <xsl:variable name="all" select="count($group) = count($case-studies)"/>
    <xsl:variable name="long-comment" select="string-length($answer/a:comment) &gt; $across-length"/>
    <xsl:variable name="name"><xsl:apply-templates select="key('item', ../@ref)" mode="continued-words"/></xsl:variable>
    <xsl:variable name="first" select="generate-id() = generate-id(key('item-cells', ../@ref)[not(@applies = 'no')])"/>
    <xsl:if test="not($all)">
      <fo:table-row keep-with-next.within-page="always" keep-together.within-page="always">
        <fo:table-cell xsl:use-attribute-sets="group-cell phrases" padding="3pt 5pt" number-columns-spanned="{2 + boolean($audit)}" role="TH">
          <fo:block hyphenate="false">
            <xsl:call-template name="continued"><xsl:with-param name="what" select="$name"/><xsl:with-param name="begins" select="$first"/></xsl:call-template>
            <xsl:call-template name="group-names"><xsl:with-param name="group" select="$group"/></xsl:call-template>
          </fo:block>
        </fo:table-cell>
      </fo:table-row>
    </xsl:if>
    <fo:table-row>
      <xsl:if test="$long-comment"><xsl:attribute name="keep-with-next.within-page">always</xsl:attribute></xsl:if>
      <xsl:if test="($long-comment or string-length($answer) &lt; $row-length) and string-length($finding) &lt; $row-length div 2"><xsl:attribute name="keep-together.within-page">always</xsl:attribute></xsl:if>
      <fo:table-cell xsl:use-attribute-sets="cell phrases" role="TH">
        <fo:block>
          <xsl:call-template name="continued"><xsl:with-param name="what" select="$name"/><xsl:with-param name="begins" select="$first and $all"/></xsl:call-template>
          <xsl:apply-templates select="." mode="state"/>
        </fo:block>
        <xsl:if test="$all"><fo:block xsl:use-attribute-sets="quiet"><xsl:value-of select="l:message('report.all-case-studies')"/></fo:block></xsl:if>
      </fo:table-cell>
      <fo:table-cell xsl:use-attribute-sets="cell">
        <xsl:choose>
          <xsl:when test="normalize-space($answer) or normalize-space($answer/@evidence)">
            <fo:block>
              <xsl:call-template name="continued"><xsl:with-param name="what" select="$name"/></xsl:call-template>
              <xsl:apply-templates select="$answer" mode="details"><xsl:with-param name="comment" select="not($long-comment)"/></xsl:apply-templates>
            </fo:block>
          </xsl:when>
          <xsl:otherwise><fo:block color="{$quiet}"><xsl:value-of select="l:message('report.no-comment')"/></fo:block></xsl:otherwise>
        </xsl:choose>
      </fo:table-cell>
      <xsl:if test="$audit">
        <fo:table-cell xsl:use-attribute-sets="cell">
          <fo:block><xsl:apply-templates select="." mode="verdict"/></fo:block>
          <xsl:apply-templates select="$finding" mode="note"/>
        </fo:table-cell>
      </xsl:if>
    </fo:table-row>
    <xsl:if test="$long-comment">
      <fo:table-row>
        <fo:table-cell xsl:use-attribute-sets="cell" number-columns-spanned="{2 + boolean($audit)}">
          <fo:block><xsl:call-template name="continued"><xsl:with-param name="what" select="$name"/></xsl:call-template><xsl:apply-templates select="$answer/a:comment" mode="free-text"/></fo:block>
        </fo:table-cell>
      </fo:table-row>
    </xsl:if>
  </xsl:template>
  <!-- Comments of more characters than this stand below the other things, right across. -->
  <xsl:variable name="across-length"><xsl:choose><xsl:when test="$dense">900</xsl:when><xsl:otherwise>1800</xsl:otherwise></xsl:choose></xsl:variable>
  <!-- Answers of more characters than this may go on over a page. -->
  <xsl:variable name="row-length"><xsl:choose><xsl:when test="$dense">700</xsl:when><xsl:otherwise>1300</xsl:otherwise></xsl:choose></xsl:variable>
</xsl:stylesheet>
