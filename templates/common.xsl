<?xml version="1.0" encoding="UTF-8"?>
<!-- What the pages (templates/html) and the print (templates/fo) share: finding texts, and what a text, an item or a choice says,
     where that does not depend on the output. Nothing here makes an element of either.

     A stylesheet that imports this supplies, for the elements that have a form of their own:
       mode="inline"    c:em c:strong c:code c:ui c:span c:a; d:mark, the label of words that are not translated
       mode="block"     c:p c:note c:ul c:ol c:li
       mode="option"    p:category p:subcategory p:deployment-model p:option, what is chosen from (see mode="options"); a category
                        that has subcategories is what those stand under
       mode="category", mode="resource"   a row of those (see "categories", "resources")
       mode="index-group"                 a heading of the index and the terms under it (see "index")

     A text that lacks ends the run and is named. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:auditfolio:document"
                xmlns:p="urn:auditfolio:program" xmlns:c="urn:auditfolio:catalog" xmlns:l="urn:auditfolio:locale"
                xmlns:exsl="http://exslt.org/common" xmlns:str="http://exslt.org/strings" exclude-result-prefixes="d p c l exsl str">

  <xsl:key name="text" match="c:catalog[@program][not(@d:second)]/*" use="@id"/>
  <!-- The same of a second language beside the document's own, if there is one (see "second-text"). -->
  <xsl:key name="second-text" match="c:catalog[@d:second]/*" use="@id"/>
  <xsl:key name="threshold" match="p:threshold" use="@id"/>
  <xsl:key name="item" match="p:item" use="@id"/>
  <!-- What a text is sorted by: its reading if it has one, its words otherwise. -->
  <xsl:key name="sort-text" match="c:catalog[not(@d:second)]/c:text[not(@reading)]" use="@id"/>
  <xsl:key name="sort-text" match="c:catalog[not(@d:second)]/c:text/@reading" use="../@id"/>

  <xsl:variable name="language" select="string(/d:document/@xml:lang)"/>
  <!-- That of the catalog beside the document's own; empty if there is none. -->
  <xsl:variable name="second-language" select="string(/d:document/c:catalog[@d:second]/@xml:lang)"/>
  <xsl:variable name="program" select="/d:document/p:program"/>
  <xsl:variable name="models" select="$program/p:deployment-models/p:deployment-model"/>
  <!-- What is said of more models than two goes into notes: their columns are too narrow for it. -->
  <xsl:variable name="noted" select="count($models) &gt; 2"/>

  <!-- Texts -->

  <!-- The text or prose of the catalog with this id. -->
  <xsl:template name="require">
    <xsl:param name="id"/>
    <xsl:if test="not(key('text', $id))">
      <xsl:message terminate="yes"><xsl:value-of select="concat('text-missing: ', $id)"/></xsl:message>
    </xsl:if>
  </xsl:template>

  <!-- A text with its markup. -->
  <xsl:template name="text">
    <xsl:param name="id"/>
    <xsl:call-template name="require"><xsl:with-param name="id" select="$id"/></xsl:call-template>
    <xsl:apply-templates select="key('text', $id)/node()" mode="inline"/>
  </xsl:template>

  <!-- A text without its markup: for attributes, bookmarks and messages. -->
  <xsl:template name="plain">
    <xsl:param name="id"/>
    <xsl:call-template name="require"><xsl:with-param name="id" select="$id"/></xsl:call-template>
    <xsl:variable name="words"><xsl:apply-templates select="key('text', $id)/node()" mode="plain"/></xsl:variable>
    <xsl:value-of select="normalize-space($words)"/>
  </xsl:template>

  <!-- The paragraphs and lists of a prose. -->
  <xsl:template name="prose">
    <xsl:param name="id"/>
    <xsl:call-template name="require"><xsl:with-param name="id" select="$id"/></xsl:call-template>
    <xsl:apply-templates select="key('text', $id)/*" mode="block"/>
  </xsl:template>

  <!-- The same two in the second language, which is $second-language. What they make has to stand within an element that says
       that language. -->
  <xsl:template name="require-second">
    <xsl:param name="id"/>
    <xsl:if test="not(key('second-text', $id))">
      <xsl:message terminate="yes"><xsl:value-of select="concat('text-missing: ', $id, ' ', $second-language)"/></xsl:message>
    </xsl:if>
  </xsl:template>
  <xsl:template name="second-text">
    <xsl:param name="id"/>
    <xsl:call-template name="require-second"><xsl:with-param name="id" select="$id"/></xsl:call-template>
    <xsl:apply-templates select="key('second-text', $id)/node()" mode="inline"/>
  </xsl:template>
  <xsl:template name="second-prose">
    <xsl:param name="id"/>
    <xsl:call-template name="require-second"><xsl:with-param name="id" select="$id"/></xsl:call-template>
    <xsl:apply-templates select="key('second-text', $id)/*" mode="block"/>
  </xsl:template>

  <!-- What a note starts with, in the language of its catalog. -->
  <xsl:template match="c:note" mode="label"><xsl:value-of select="l:message('label.note')"/></xsl:template>
  <xsl:template match="c:catalog[@d:second]//c:note" mode="label"><xsl:call-template name="second-text"><xsl:with-param name="id" select="'label.note'"/></xsl:call-template></xsl:template>

  <!-- A text that is not translated is there in another language (src/assess/assess.h, af_catalog_load_filled): what is in it says
       that language, and its mark says so in words. -->
  <xsl:template match="d:mark" mode="plain"><xsl:call-template name="mark"/></xsl:template>
  <xsl:template match="d:mark" mode="inline"><xsl:call-template name="mark"/></xsl:template>
  <xsl:template name="mark">
    <xsl:if test="preceding-sibling::node()"><xsl:text> </xsl:text></xsl:if>
    <xsl:apply-templates select="." mode="mark"/>
    <xsl:if test="not(preceding-sibling::node())"><xsl:text> </xsl:text></xsl:if>
  </xsl:template>
  <xsl:template match="d:mark" mode="mark"><xsl:value-of select="ancestor::*[@d:mark][1]/@d:mark"/></xsl:template>
  <!-- The language of the text around: that of its catalog, unless it is not translated. -->
  <xsl:template name="own-language"><xsl:value-of select="(ancestor::c:catalog | ancestor::*[@d:fallback])[last()]/@xml:lang"/></xsl:template>

  <!-- Inline markup that is words only -->

  <xsl:template match="c:value" mode="inline" name="value">
    <xsl:variable name="threshold" select="key('threshold', @of)"/>
    <xsl:if test="not($threshold)">
      <xsl:message terminate="yes"><xsl:value-of select="concat('text-reference: ', ancestor::*[@id][1]/@id, ' ', @of)"/></xsl:message>
    </xsl:if>
    <xsl:variable name="own"><xsl:call-template name="own-language"/></xsl:variable>
    <xsl:value-of select="l:number(number($threshold/@value), string($own))"/>
  </xsl:template>

  <!-- The marks are text of the paragraph, so that typography sees them beside the words. -->
  <xsl:template match="c:q" mode="inline">
    <xsl:variable name="level" select="count(ancestor::c:q)"/>
    <xsl:variable name="own"><xsl:call-template name="own-language"/></xsl:variable>
    <xsl:value-of select="l:quote-open($level, string($own))"/>
    <xsl:apply-templates mode="inline"/>
    <xsl:value-of select="l:quote-close($level, string($own))"/>
  </xsl:template>

  <xsl:template match="text()" mode="inline"><xsl:value-of select="."/></xsl:template>

  <xsl:template match="c:value" mode="plain"><xsl:call-template name="value"/></xsl:template>
  <xsl:template match="c:q" mode="plain">
    <xsl:variable name="level" select="count(ancestor::c:q)"/>
    <xsl:variable name="own"><xsl:call-template name="own-language"/></xsl:variable>
    <xsl:value-of select="l:quote-open($level, string($own))"/>
    <xsl:apply-templates mode="plain"/>
    <xsl:value-of select="l:quote-close($level, string($own))"/>
  </xsl:template>
  <xsl:template match="c:a[not(node())]" mode="plain"><xsl:apply-templates select="." mode="shown-address"/></xsl:template>
  <xsl:template match="*" mode="plain"><xsl:apply-templates mode="plain"/></xsl:template>

  <!-- Where a link leads outside: an address; nothing for one that leads to an item. -->
  <xsl:template match="c:a" mode="address">
    <xsl:choose>
      <xsl:when test="@href"><xsl:value-of select="@href"/></xsl:when>
      <xsl:when test="@ref = 'inbox'"><xsl:value-of select="concat('mailto:', $program/p:inbox)"/></xsl:when>
      <xsl:when test="@ref = 'portal'"><xsl:value-of select="$program/p:portal"/></xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- The same as one reads it. -->
  <xsl:template match="c:a" mode="shown-address">
    <xsl:choose>
      <xsl:when test="@href"><xsl:value-of select="@href"/></xsl:when>
      <xsl:when test="@ref"><xsl:value-of select="$program/*[local-name() = current()/@ref]"/></xsl:when>
      <xsl:when test="key('item', @item)/@number"><xsl:value-of select="key('item', @item)/@number"/></xsl:when>
      <xsl:otherwise>
        <xsl:variable name="title"><xsl:apply-templates select="ancestor::c:catalog/c:text[@id = concat('item.', current()/@item, '.title')]/node()" mode="plain"/></xsl:variable>
        <xsl:value-of select="normalize-space($title)"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The anchor that a link to an item leads to. -->
  <xsl:template match="c:a[@item]" mode="anchor">
    <xsl:if test="not(key('item', @item))">
      <xsl:message terminate="yes"><xsl:value-of select="concat('text-reference: ', ancestor::*[@id][1]/@id, ' ', @item)"/></xsl:message>
    </xsl:if>
    <xsl:apply-templates select="key('item', @item)" mode="anchor"/>
  </xsl:template>

  <!-- Anchors: stable from version to version and the same in every language. Printed numbers repeat between parts; these do not. -->

  <xsl:template match="p:item | p:section | p:part | p:document | p:category | p:subcategory | p:resource | p:deployment-model" mode="anchor">
    <xsl:value-of select="concat(local-name(), '-', @id)"/>
  </xsl:template>

  <!-- What is chosen from, what applies -->

  <!-- The options of a choice, in mode="option": categories as the language sorts them (as they stand where they have
       subcategories: the tables of what those demand stand so), deployment models and a choice's own options as they stand. They
       are handed the name of the item, if it is given. -->
  <xsl:template match="p:choice" mode="options">
    <xsl:param name="item"/>
    <xsl:choose>
      <xsl:when test="@from = 'categories'">
        <xsl:apply-templates select="$program/p:categories/p:category" mode="option">
          <xsl:sort select="l:sort-key(normalize-space(key('sort-text', concat('category.', @id[not(../../p:category/p:subcategory)], '.name'))))"/>
          <xsl:with-param name="item" select="$item"/>
        </xsl:apply-templates>
      </xsl:when>
      <xsl:when test="@from = 'deployment-models'"><xsl:apply-templates select="$models" mode="option"><xsl:with-param name="item" select="$item"/></xsl:apply-templates></xsl:when>
      <xsl:otherwise><xsl:apply-templates select="p:option" mode="option"><xsl:with-param name="item" select="$item"/></xsl:apply-templates></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- All categories in mode="category", all resources in mode="resource", as the language sorts them. -->
  <xsl:template name="categories">
    <xsl:apply-templates select="$program/p:categories/p:category" mode="category">
      <xsl:sort select="l:sort-key(normalize-space(key('sort-text', concat('category.', @id[not(../../p:category/p:subcategory)], '.name'))))"/>
    </xsl:apply-templates>
  </xsl:template>
  <xsl:template name="resources">
    <xsl:apply-templates select="$program/p:resources/p:resource" mode="resource">
      <xsl:sort select="l:sort-key(normalize-space(key('sort-text', concat('resource.', @id, '.title'))))"/>
    </xsl:apply-templates>
  </xsl:template>

  <!-- The name of an option, with its markup. -->
  <xsl:template match="p:category" mode="name">
    <xsl:call-template name="text"><xsl:with-param name="id" select="concat('category.', @id, '.name')"/></xsl:call-template>
  </xsl:template>
  <xsl:template match="p:subcategory" mode="name">
    <xsl:call-template name="text"><xsl:with-param name="id" select="concat('subcategory.', @id, '.name')"/></xsl:call-template>
  </xsl:template>
  <xsl:template match="p:deployment-model" mode="name">
    <xsl:call-template name="text"><xsl:with-param name="id" select="concat('model.', @id, '.name')"/></xsl:call-template>
  </xsl:template>
  <xsl:template match="p:option[@id = 'yes' or @id = 'no']" mode="name">
    <xsl:value-of select="l:message(concat('label.', @id))"/>
  </xsl:template>
  <xsl:template match="p:option" mode="name">
    <xsl:call-template name="text">
      <xsl:with-param name="id" select="concat('item.', ../../@id, '.', ../@id, '.', @id)"/>
    </xsl:call-template>
  </xsl:template>

  <!-- Whether an item or document applies to a deployment model, in words: "Yes", "Yes – one for each case study". What applies on a
       condition does not apply unless its note holds: "No – unless …". -->
  <xsl:template match="p:applies" mode="value">
    <xsl:choose>
      <xsl:when test="@value = 'yes'"><xsl:value-of select="l:message('label.yes')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="l:message('label.no')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <!-- How many models stand side by side in the group that begins with this one; of a model in none, itself. -->
  <xsl:template match="p:deployment-model" mode="group-width">
    <xsl:variable name="rest" select="following-sibling::*[not(@group = current()/@group)][1]/preceding-sibling::*"/>
    <xsl:choose>
      <xsl:when test="not(@group)">1</xsl:when>
      <xsl:when test="$rest"><xsl:value-of select="count($rest) - count(preceding-sibling::*)"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="count(following-sibling::*) + 1"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The number of its note among those of its row, where notes stand apart. -->
  <xsl:template match="p:applies" mode="note-number">
    <xsl:for-each select="../p:applies[@note = current()/@note][1]">
      <xsl:value-of select="1 + count(preceding-sibling::p:applies[@note][not(@note = preceding-sibling::p:applies/@note)])"/>
    </xsl:for-each>
  </xsl:template>
  <!-- Those of its notes that stand apart, each once. -->
  <xsl:template match="p:item | p:document" mode="notes">
    <xsl:if test="$noted"><xsl:apply-templates select="p:applies[@note][not(@note = preceding-sibling::p:applies/@note)]" mode="note"/></xsl:if>
  </xsl:template>
  <xsl:template match="p:applies" mode="words">
    <xsl:variable name="value"><xsl:apply-templates select="." mode="value"/></xsl:variable>
    <xsl:choose>
      <!-- what is not translated keeps its language among the words around it -->
      <xsl:when test="key('text', concat('applicability.', @note))/@d:fallback">
        <xsl:variable name="words" select="l:message('label.applies-note', string($value), '&#xE000;')"/>
        <xsl:value-of select="substring-before($words, '&#xE000;')"/>
        <xsl:call-template name="text"><xsl:with-param name="id" select="concat('applicability.', @note)"/></xsl:call-template>
        <xsl:value-of select="substring-after($words, '&#xE000;')"/>
      </xsl:when>
      <xsl:when test="@note">
        <xsl:variable name="note">
          <xsl:call-template name="plain"><xsl:with-param name="id" select="concat('applicability.', @note)"/></xsl:call-template>
        </xsl:variable>
        <xsl:value-of select="l:message('label.applies-note', string($value), string($note))"/>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$value"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The index: every term that an item or a document of the program names, once, as the language sorts terms: <entry term="…"
       label="the heading it stands under"/>. The first under each heading is handed on to mode="index-group", which finds the others
       beside it by their label. -->

  <xsl:key name="term" match="p:item[@terms] | p:document[@terms]" use="str:tokenize(@terms)"/>

  <xsl:template name="index">
    <xsl:variable name="terms">
      <xsl:for-each select="$program/p:part/p:section/p:item/@terms | $program/p:part/p:documents/p:document/@terms">
        <xsl:variable name="here" select="generate-id(..)"/>
        <xsl:for-each select="str:tokenize(.)">
          <xsl:variable name="term" select="string(.)"/>
          <xsl:for-each select="$program">
            <xsl:if test="generate-id(key('term', $term)[1]) = $here">
              <xsl:variable name="sorted" select="normalize-space(key('sort-text', concat('term.', $term)))"/>
              <entry term="{$term}" label="{l:index-label($sorted)}" key="{l:index-key($sorted)}"/>
            </xsl:if>
          </xsl:for-each>
        </xsl:for-each>
      </xsl:for-each>
    </xsl:variable>
    <xsl:variable name="sorted">
      <xsl:for-each select="exsl:node-set($terms)/entry">
        <xsl:sort select="@key"/>
        <xsl:copy-of select="."/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:apply-templates select="exsl:node-set($sorted)/entry[not(@label = preceding-sibling::entry[1]/@label)]" mode="index-group"/>
  </xsl:template>
</xsl:stylesheet>
