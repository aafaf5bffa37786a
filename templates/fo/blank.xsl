<?xml version="1.0" encoding="UTF-8"?>
<!-- The blank checklist on paper: cover, contents, prose, the two parts' tables, resources. Every word comes from the catalogs. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:fo="http://www.w3.org/1999/XSL/Format"
                xmlns:d="urn:auditfolio:document" xmlns:p="urn:auditfolio:program" xmlns:c="urn:auditfolio:catalog"
                xmlns:l="urn:auditfolio:locale" xmlns:x="adobe:ns:meta/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
                xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exsl="http://exslt.org/common" xmlns:fox="http://xmlgraphics.apache.org/fop/extensions"
                exclude-result-prefixes="p c l exsl">
  <xsl:import href="../common.xsl"/>
  <xsl:import href="style.xsl"/>
  <xsl:import href="inline.xsl"/>
  <xsl:import href="items.xsl"/>
  <xsl:import href="pages.xsl"/>
  <xsl:import href="continued.xsl"/>
  <xsl:import href="blank-front.xsl"/>
  <xsl:output method="xml" encoding="UTF-8"/>

  <xsl:template match="/">
    <fo:root xml:lang="{$language}" xsl:use-attribute-sets="root" id="document">
      <xsl:call-template name="masters"/>
      <xsl:call-template name="metadata"/>
      <xsl:call-template name="bookmarks"/>
      <xsl:call-template name="cover"/>
      <fo:page-sequence master-reference="pages">
        <xsl:call-template name="running"/>
        <fo:flow flow-name="xsl-region-body">
          <fo:wrapper role="Sect"><xsl:call-template name="contents"/></fo:wrapper>
          <fo:wrapper role="Sect">
            <xsl:call-template name="chapter"><xsl:with-param name="id" select="'introduction'"/><xsl:with-param name="break" select="'page'"/></xsl:call-template>
          </fo:wrapper>
          <fo:wrapper role="Sect">
            <xsl:call-template name="chapter"><xsl:with-param name="id" select="'expectations'"/></xsl:call-template>
            <xsl:apply-templates select="$program/p:application"/>
          </fo:wrapper>
          <fo:wrapper role="Sect"><xsl:call-template name="competency"/></fo:wrapper>
          <xsl:apply-templates select="$program/p:part"/>
          <xsl:apply-templates select="$program/p:resources"/>
        </fo:flow>
      </fo:page-sequence>
      <!-- of its own, so that the pages are known when it is laid out -->
      <xsl:if test="$program//@terms">
        <fo:page-sequence master-reference="pages">
          <xsl:call-template name="running"/>
          <fo:flow flow-name="xsl-region-body"><fo:wrapper role="Sect"><xsl:call-template name="index-pages"/></fo:wrapper></fo:flow>
        </fo:page-sequence>
      </xsl:if>
    </fo:root>
  </xsl:template>

  <!-- A chapter's heading; the running head repeats it. -->
  <xsl:template name="chapter-heading">
    <xsl:param name="id"/>
    <xsl:param name="text"/>
    <xsl:param name="break" select="'auto'"/>
    <fo:block id="{$id}" xsl:use-attribute-sets="chapter-heading" break-before="{$break}">
      <fo:marker marker-class-name="section"><xsl:call-template name="words"><xsl:with-param name="id" select="$text"/></xsl:call-template></fo:marker>
      <xsl:call-template name="words"><xsl:with-param name="id" select="$text"/></xsl:call-template>
    </fo:block>
  </xsl:template>

  <xsl:template name="chapter">
    <xsl:param name="id"/>
    <xsl:param name="break" select="'auto'"/>
    <xsl:call-template name="chapter-heading">
      <xsl:with-param name="id" select="$id"/>
      <xsl:with-param name="text" select="concat($id, '.title')"/>
      <xsl:with-param name="break" select="$break"/>
    </xsl:call-template>
    <xsl:call-template name="prose"><xsl:with-param name="id" select="concat($id, '.text')"/></xsl:call-template>
  </xsl:template>

  <!-- How to apply -->

  <xsl:template match="p:application">
    <fo:wrapper role="Sect">
      <fo:block id="application" xsl:use-attribute-sets="section-heading">
        <xsl:call-template name="words"><xsl:with-param name="id" select="'application.title'"/></xsl:call-template>
      </fo:block>
      <fo:list-block provisional-distance-between-starts="16pt" provisional-label-separation="3pt" space-before="3pt" space-after="8pt">
        <xsl:apply-templates select="p:step"/>
      </fo:list-block>
      <xsl:call-template name="prose"><xsl:with-param name="id" select="'application.after'"/></xsl:call-template>
    </fo:wrapper>
  </xsl:template>

  <xsl:template match="p:step">
    <fo:list-item space-before="3pt">
      <fo:list-item-label end-indent="label-end()"><fo:block font-weight="bold" color="{$accent}"><xsl:number format="1."/></fo:block></fo:list-item-label>
      <fo:list-item-body start-indent="body-start()">
        <xsl:call-template name="tight"><xsl:with-param name="id" select="concat('application.step.', @id)"/></xsl:call-template>
        <xsl:if test="p:content">
          <fo:list-block provisional-distance-between-starts="9pt" provisional-label-separation="2pt" space-before="2pt"><xsl:apply-templates select="p:content"/></fo:list-block>
        </xsl:if>
      </fo:list-item-body>
    </fo:list-item>
  </xsl:template>
  <xsl:template match="p:content">
    <fo:list-item space-before="2pt">
      <fo:list-item-label end-indent="label-end()"><fo:block color="{$accent}">•</fo:block></fo:list-item-label>
      <fo:list-item-body start-indent="body-start()">
        <xsl:call-template name="tight"><xsl:with-param name="id" select="concat('application.content.', @id)"/></xsl:call-template>
      </fo:list-item-body>
    </fo:list-item>
  </xsl:template>
  <!-- A prose whose first paragraph has no space before it, so that it stands on its label's line. -->
  <xsl:template name="tight">
    <xsl:param name="id"/>
    <xsl:call-template name="require"><xsl:with-param name="id" select="$id"/></xsl:call-template>
    <xsl:for-each select="key('text', $id)/*">
      <xsl:choose>
        <xsl:when test="self::c:p and position() = 1"><fo:block><xsl:call-template name="origin"/><xsl:apply-templates mode="inline"/></fo:block></xsl:when>
        <xsl:otherwise><xsl:apply-templates select="." mode="block"/></xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>

  <!-- The competency, its categories and deployment models -->

  <xsl:template name="competency">
    <xsl:call-template name="chapter"><xsl:with-param name="id" select="'competency'"/></xsl:call-template>
    <fo:wrapper role="Sect">
      <fo:block id="categories" xsl:use-attribute-sets="section-heading">
        <xsl:call-template name="words"><xsl:with-param name="id" select="'categories.title'"/></xsl:call-template>
      </fo:block>
      <xsl:call-template name="prose"><xsl:with-param name="id" select="'categories.lead'"/></xsl:call-template>
      <fo:wrapper role="L"><xsl:call-template name="categories"/></fo:wrapper>
      <xsl:if test="$models/@described">
        <fo:block space-before="10pt" keep-with-next.within-page="always">
          <xsl:call-template name="prose"><xsl:with-param name="id" select="'models.lead'"/></xsl:call-template>
        </fo:block>
        <fo:wrapper role="L"><xsl:apply-templates select="$models[@described]" mode="term"/></fo:wrapper>
      </xsl:if>
    </fo:wrapper>
  </xsl:template>
  <xsl:template match="p:category" mode="category">
    <xsl:call-template name="term"><xsl:with-param name="text" select="concat('category.', @id, '.text')"/></xsl:call-template>
  </xsl:template>
  <xsl:template match="p:deployment-model" mode="term">
    <xsl:call-template name="term"><xsl:with-param name="text" select="concat('model.', @id, '.text')"/></xsl:call-template>
  </xsl:template>
  <!-- A list of terms, each of which is explained. -->
  <xsl:template name="term">
    <xsl:param name="text"/>
    <fo:wrapper role="LI">
      <fo:block role="Lbl" font-weight="bold" space-before="8pt" keep-with-next.within-page="always"><xsl:apply-templates select="." mode="name"/></fo:block>
      <fo:block role="LBody" start-indent="9pt">
        <xsl:call-template name="tight"><xsl:with-param name="id" select="$text"/></xsl:call-template>
      </fo:block>
    </fo:wrapper>
  </xsl:template>

  <!-- Resources -->

  <xsl:template match="p:resources">
    <fo:wrapper role="Sect">
      <xsl:call-template name="chapter-heading"><xsl:with-param name="id" select="'resources'"/><xsl:with-param name="text" select="'resources.title'"/></xsl:call-template>
      <fo:table xsl:use-attribute-sets="table">
        <fo:table-column column-width="60mm"/>
        <fo:table-column column-width="proportional-column-width(1)"/>
        <fo:table-header>
          <fo:table-row>
            <fo:table-cell xsl:use-attribute-sets="header-cell"><fo:block><xsl:value-of select="l:message('label.title')"/></fo:block></fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="header-cell"><fo:block><xsl:value-of select="l:message('label.description')"/></fo:block></fo:table-cell>
          </fo:table-row>
        </fo:table-header>
        <fo:table-body><xsl:call-template name="resources"/></fo:table-body>
      </fo:table>
    </fo:wrapper>
  </xsl:template>
  <xsl:template match="p:resource" mode="resource">
    <fo:table-row keep-together.within-page="always" keep-with-previous.within-page="5">
      <fo:table-cell xsl:use-attribute-sets="cell phrases" role="TH">
        <fo:block font-weight="bold"><xsl:call-template name="words"><xsl:with-param name="id" select="concat('resource.', @id, '.title')"/></xsl:call-template></fo:block>
        <xsl:if test="@href">
          <fo:block><fo:basic-link external-destination="url({@href})" xsl:use-attribute-sets="link"><xsl:value-of select="concat($rightwards, @href, $rightwards-end)"/></fo:basic-link></fo:block>
        </xsl:if>
      </fo:table-cell>
      <fo:table-cell xsl:use-attribute-sets="cell">
        <xsl:call-template name="prose"><xsl:with-param name="id" select="concat('resource.', @id, '.text')"/></xsl:call-template>
      </fo:table-cell>
    </fo:table-row>
  </xsl:template>

  <!-- The index: in three columns of about as many lines, none of which begins or ends within what stands under a heading. -->

  <xsl:template name="index-pages">
    <xsl:variable name="entries"><xsl:call-template name="index"/></xsl:variable>
    <xsl:variable name="groups" select="exsl:node-set($entries)/fo:block"/>
    <xsl:variable name="third" select="(count($groups//fo:block) + 0.6 * count($groups)) div 3"/>
    <fo:block id="index" xsl:use-attribute-sets="chapter-heading">
      <fo:marker marker-class-name="section"><xsl:value-of select="l:message('label.index')"/></fo:marker>
      <xsl:value-of select="l:message('label.index')"/>
    </fo:block>
    <!-- an index that stands in columns, no table -->
    <fo:table role="Index" table-layout="fixed" inline-progression-dimension="100%" font-size="{8.6 - 0.5 * $cjk}pt" line-height="1.32">
      <fo:table-column column-width="proportional-column-width(1)" number-columns-repeated="3"/>
      <fo:table-body>
        <fo:table-row>
          <xsl:call-template name="index-column"><xsl:with-param name="groups" select="$groups"/><xsl:with-param name="third" select="$third"/><xsl:with-param name="n" select="0"/></xsl:call-template>
          <xsl:call-template name="index-column"><xsl:with-param name="groups" select="$groups"/><xsl:with-param name="third" select="$third"/><xsl:with-param name="n" select="1"/></xsl:call-template>
          <xsl:call-template name="index-column"><xsl:with-param name="groups" select="$groups"/><xsl:with-param name="third" select="$third"/><xsl:with-param name="n" select="2"/></xsl:call-template>
        </fo:table-row>
      </fo:table-body>
    </fo:table>
  </xsl:template>

  <!-- The groups whose middle is in that third of the lines; a heading takes more than one. -->
  <xsl:template name="index-column">
    <xsl:param name="groups"/>
    <xsl:param name="third"/>
    <xsl:param name="n"/>
    <fo:table-cell padding-start="{5 * ($n &gt; 0)}pt" padding-end="{5 * ($n &lt; 2)}pt">
      <fo:block/>
      <xsl:copy-of select="$groups[floor((count(preceding-sibling::fo:block//fo:block) + 0.6 * count(preceding-sibling::fo:block) + count(.//fo:block) div 2) div $third) = $n]"/>
    </fo:table-cell>
  </xsl:template>

  <xsl:template match="entry" mode="index-group">
    <fo:block role="Sect">
      <fo:block role="H3" font-weight="bold" color="{$accent}" space-before="7pt" space-after="1pt" keep-with-next.within-page="always"><xsl:value-of select="@label"/></fo:block>
      <fo:wrapper role="L"><xsl:apply-templates select="../entry[@label = current()/@label]" mode="index-entry"/></fo:wrapper>
    </fo:block>
  </xsl:template>

  <!-- A term with the pages of what it leads to. -->
  <xsl:template match="entry" mode="index-entry">
    <xsl:variable name="term" select="@term"/>
    <xsl:variable name="name"><xsl:for-each select="$program"><xsl:call-template name="plain"><xsl:with-param name="id" select="concat('term.', $term)"/></xsl:call-template></xsl:for-each></xsl:variable>
    <xsl:variable name="spoken"><xsl:call-template name="page-link"><xsl:with-param name="words" select="string($name)"/></xsl:call-template></xsl:variable>
    <fo:block role="LI" start-indent="10pt" text-indent="-10pt" text-align="start" hyphenate="{not($cjk)}" space-before="1pt">
      <xsl:for-each select="$program"><fo:wrapper role="LBody">
        <xsl:call-template name="words"><xsl:with-param name="id" select="concat('term.', $term)"/></xsl:call-template>
        <xsl:text>&#x2002;</xsl:text>
        <fo:wrapper role="Reference"><fo:index-page-citation-list fox:alt-text="{$spoken}" merge-pages-across-index-key-references="merge" merge-sequential-page-numbers="merge" page-number-treatment="link" color="{$accent}">
          <xsl:for-each select="key('term', $term)">
            <fo:index-key-reference page-number-treatment="link">
              <xsl:attribute name="ref-index-key"><xsl:apply-templates select="." mode="anchor"/></xsl:attribute>
            </fo:index-key-reference>
          </xsl:for-each>
        </fo:index-page-citation-list></fo:wrapper>
      </fo:wrapper></xsl:for-each>
    </fo:block>
  </xsl:template>
</xsl:stylesheet>
