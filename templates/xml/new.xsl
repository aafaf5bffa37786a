<?xml version="1.0" encoding="UTF-8"?>
<!-- A new assessment: every element that the program asks for, empty, and an answer for every item that is asked, with comments for the
     person who fills it in. With d:carry in the document, what another assessment says stands in their place (assess/carry.h).

     Nothing here cares for layout: af_transform_source lays the file out. A text of white space alone stands for an empty line, and
     a line feed in a comment begins a line. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="urn:auditfolio:assessment"
                xmlns:a="urn:auditfolio:assessment" xmlns:d="urn:auditfolio:document" xmlns:p="urn:auditfolio:program"
                xmlns:c="urn:auditfolio:catalog" xmlns:l="urn:auditfolio:locale" xmlns:exsl="http://exslt.org/common"
                exclude-result-prefixes="a d p c l exsl">
  <xsl:import href="../common.xsl"/>

  <!-- ids, '' for none (the category's may be that of a subcategory); how many case studies, '' for as many as the program wants; the
       day -->
  <xsl:param name="model"/>
  <xsl:param name="category"/>
  <xsl:param name="case-studies"/>
  <xsl:param name="date"/>

  <xsl:variable name="carry" select="/d:document/d:carry"/>
  <xsl:variable name="old" select="$carry/a:assessment"/>
  <xsl:key name="old-answer" match="d:carry/a:assessment/a:answers/a:answer" use="@item"/>
  <xsl:key name="carried-item" match="d:carry/d:item" use="@ref"/>
  <xsl:key name="model" match="p:deployment-models/p:deployment-model" use="@id"/>

  <xsl:variable name="text-language">
    <xsl:choose>
      <xsl:when test="$old"><xsl:value-of select="$old/@xml:lang"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$language"/></xsl:otherwise>
    </xsl:choose>
  </xsl:variable>

  <!-- The deployment models of the solution and of its case studies, between spaces; one space if none is known. -->
  <xsl:variable name="chosen">
    <xsl:text> </xsl:text>
    <xsl:choose>
      <xsl:when test="$model != ''"><xsl:value-of select="concat($model, ' ')"/></xsl:when>
      <xsl:otherwise>
        <xsl:for-each select="$old/a:solution/a:deployment-model/@ref"><xsl:value-of select="concat(., ' ')"/></xsl:for-each>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:for-each select="$old/a:case-studies/a:case-study/@deployment-model"><xsl:value-of select="concat(., ' ')"/></xsl:for-each>
  </xsl:variable>

  <!-- The categories that the solution is in, with the subcategories. -->
  <xsl:variable name="categories">
    <xsl:variable name="named" select="$program/p:categories/p:category[@id = $category]"/>
    <xsl:variable name="part" select="$program/p:categories/p:category/p:subcategory[@id = $category][not($named)]"/>
    <xsl:choose>
      <xsl:when test="$category != ''">
        <category ref="{$named/@id | $part/../@id}"><xsl:if test="$part"><subcategory ref="{$part/@id}"/></xsl:if></category>
      </xsl:when>
      <xsl:otherwise><xsl:copy-of select="$old/a:solution/a:category"/></xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <xsl:variable name="in" select="exsl:node-set($categories)/a:category"/>
  <xsl:variable name="subcategories" select="$program/p:categories/p:category/p:subcategory"/>

  <!-- What not every program asks. -->
  <xsl:variable name="items" select="$program/p:part/p:section/p:item"/>
  <xsl:variable name="asks-customers" select="boolean($items[@id = 'apn.adoption'])"/>
  <xsl:variable name="asks-compensation" select="boolean($items[@id = 'business.compensation'])"/>
  <!-- of a case study, between spaces -->
  <xsl:variable name="fields" select="concat(' ', normalize-space($program/p:case-study/@fields), ' ')"/>

  <!-- "yes" for an item that is asked: that a deployment model applies to, or a subcategory that the solution is or may be in. -->
  <xsl:template match="p:item" mode="chosen">
    <xsl:variable name="subcategory" select="string(@subcategory)"/>
    <xsl:variable name="parent" select="$subcategories[@id = $subcategory]/../@id"/>
    <xsl:choose>
      <xsl:when test="p:applies"><xsl:apply-templates select="p:applies" mode="chosen"/></xsl:when>
      <xsl:when test="$subcategory = '' or not($in) or $in/a:subcategory/@ref = $subcategory or
                      $in[not(a:subcategory)]/@ref = $parent">yes</xsl:when>
    </xsl:choose>
  </xsl:template>
  <!-- What applies to one of them: to any model at all if none is known. -->
  <xsl:template match="p:applies" mode="chosen">
    <xsl:if test="@value != 'no' and ($chosen = ' ' or contains($chosen, concat(' ', @model, ' ')))">yes</xsl:if>
  </xsl:template>

  <!-- Comments -->

  <!-- A comment may not hold two hyphens, nor end in one. -->
  <xsl:template name="comment">
    <xsl:param name="text"/>
    <xsl:variable name="safe">
      <xsl:call-template name="part-hyphens"><xsl:with-param name="text" select="$text"/></xsl:call-template>
    </xsl:variable>
    <xsl:comment><xsl:value-of select="$safe"/></xsl:comment>
  </xsl:template>
  <xsl:template name="part-hyphens">
    <xsl:param name="text"/>
    <xsl:choose>
      <xsl:when test="contains($text, '--')">
        <xsl:call-template name="part-hyphens">
          <xsl:with-param name="text" select="concat(substring-before($text, '--'), '- -', substring-after($text, '--'))"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="substring($text, string-length($text)) = '-'"><xsl:value-of select="concat($text, ' ')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="gap"><xsl:text>&#10;&#10;</xsl:text></xsl:template>
  <xsl:variable name="line" select="'&#10;'"/>

  <!-- The head of what follows; level 1 is a part of the file. -->
  <xsl:template name="head">
    <xsl:param name="words"/>
    <xsl:param name="level" select="1"/>
    <xsl:variable name="rule">
      <xsl:choose><xsl:when test="$level = 1">==========</xsl:when><xsl:otherwise>=====</xsl:otherwise></xsl:choose>
    </xsl:variable>
    <xsl:call-template name="gap"/>
    <xsl:call-template name="comment">
      <xsl:with-param name="text" select="concat($rule, ' ', $words, ' ', $rule)"/>
    </xsl:call-template>
    <xsl:call-template name="gap"/>
  </xsl:template>

  <!-- A line for each thing that can be named: its id and its name in this text of the catalog. -->
  <xsl:template name="choices">
    <xsl:param name="things"/>
    <xsl:param name="indent" select="'  '"/>
    <xsl:param name="before"/>
    <xsl:param name="after"/>
    <xsl:for-each select="$things">
      <xsl:variable name="name">
        <xsl:call-template name="plain"><xsl:with-param name="id" select="concat($before, @id, $after)"/></xsl:call-template>
      </xsl:variable>
      <xsl:value-of select="concat($line, $indent, l:message('new.id-name', string(@id), string($name)))"/>
    </xsl:for-each>
  </xsl:template>

  <!-- The file -->

  <xsl:template match="/d:document">
    <xsl:variable name="title">
      <xsl:call-template name="plain"><xsl:with-param name="id" select="'program.title'"/></xsl:call-template>
    </xsl:variable>
    <xsl:call-template name="comment">
      <xsl:with-param name="text" select="concat(
        l:message('new.title', string($title), string($program/@version), l:date($program/@date)), $line, $line,
        l:message('new.how'), $line, $line,
        l:message('label.sentences',
                  l:message('new.language', concat('xml:lang=&quot;', $text-language, '&quot;'), l:language-name(string($text-language), true())),
                  l:message('new.dates', $date)), $line, $line,
        l:message('label.sentences',
        l:message('new.free-text', '&lt;p&gt;, &lt;ul&gt;, &lt;ol&gt;, &lt;li&gt;',
                  '&lt;em&gt;, &lt;strong&gt;, &lt;code&gt;, &lt;q&gt;, &lt;span xml:lang=&quot;…&quot;&gt;, &lt;a href=&quot;…&quot;&gt;',
                  'description, challenge, deployment, outcomes, support, sales-compensation, comment', 10000),
        l:message('new.escapes', '&amp;', '&amp;amp;', '&lt;', '&amp;lt;')))"/>
    </xsl:call-template>
    <assessment program="{$program/@id}" version="{$program/@version}" date="{$date}" xml:lang="{$text-language}">
      <xsl:call-template name="partner"/>
      <xsl:call-template name="solution"/>
      <xsl:call-template name="case-studies"/>
      <xsl:call-template name="answers"/>
      <xsl:call-template name="evidence"/>
    </assessment>
  </xsl:template>

  <!-- An element as it was, or empty. -->
  <xsl:template name="field">
    <xsl:param name="of" select="/.."/>
    <xsl:param name="name"/>
    <xsl:choose>
      <xsl:when test="$of/a:*[local-name() = $name]"><xsl:copy-of select="$of/a:*[local-name() = $name]"/></xsl:when>
      <xsl:otherwise><xsl:element name="{$name}" namespace="urn:auditfolio:assessment"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="partner">
    <xsl:variable name="from" select="$old/a:partner"/>
    <xsl:call-template name="head"><xsl:with-param name="words" select="l:message('new.partner')"/></xsl:call-template>
    <partner>
      <xsl:call-template name="field"><xsl:with-param name="of" select="$from"/><xsl:with-param name="name" select="'name'"/></xsl:call-template>
      <xsl:call-template name="comment">
        <xsl:with-param name="text" select="l:message('new.one-of', 'tier', 'registered, select, advanced, premier')"/>
      </xsl:call-template>
      <xsl:call-template name="field"><xsl:with-param name="of" select="$from"/><xsl:with-param name="name" select="'tier'"/></xsl:call-template>
      <contact>
        <xsl:for-each select="exsl:node-set($contact-fields)/*">
          <xsl:call-template name="field">
            <xsl:with-param name="of" select="$from/a:contact"/><xsl:with-param name="name" select="local-name()"/>
          </xsl:call-template>
        </xsl:for-each>
      </contact>
      <xsl:call-template name="field"><xsl:with-param name="of" select="$from"/><xsl:with-param name="name" select="'website'"/></xsl:call-template>
      <xsl:call-template name="field"><xsl:with-param name="of" select="$from"/><xsl:with-param name="name" select="'landing-page'"/></xsl:call-template>
      <xsl:if test="$program/p:competencies">
        <xsl:variable name="names">
          <xsl:call-template name="choices">
            <xsl:with-param name="things" select="$program/p:competencies/p:competency"/>
            <xsl:with-param name="before" select="'competency.'"/>
          </xsl:call-template>
        </xsl:variable>
        <xsl:call-template name="comment">
          <xsl:with-param name="text" select="concat(l:message('new.competencies', '&lt;competency ref=&quot;…&quot;/&gt;'), $names)"/>
        </xsl:call-template>
        <xsl:call-template name="field">
          <xsl:with-param name="of" select="$from"/><xsl:with-param name="name" select="'competencies'"/>
        </xsl:call-template>
      </xsl:if>
    </partner>
  </xsl:template>
  <xsl:variable name="contact-fields"><name/><role/><email/><phone/></xsl:variable>

  <!-- Solution -->

  <xsl:template name="solution">
    <xsl:variable name="from" select="$old/a:solution"/>
    <xsl:call-template name="head"><xsl:with-param name="words" select="l:message('new.solution')"/></xsl:call-template>
    <solution>
      <xsl:call-template name="field"><xsl:with-param name="of" select="$from"/><xsl:with-param name="name" select="'name'"/></xsl:call-template>
      <xsl:call-template name="field"><xsl:with-param name="of" select="$from"/><xsl:with-param name="name" select="'description'"/></xsl:call-template>
      <xsl:call-template name="category"/>
      <xsl:call-template name="deployment-model"/>
      <xsl:call-template name="comment">
        <xsl:with-param name="text">
          <xsl:if test="$asks-customers"><xsl:value-of select="concat(l:message('new.customers'), $line)"/></xsl:if>
          <xsl:value-of select="concat(l:message('new.marketplace'), $line)"/>
          <xsl:if test="$asks-compensation"><xsl:value-of select="concat(l:message('new.compensation'), $line)"/></xsl:if>
          <xsl:value-of select="l:message('new.support')"/>
        </xsl:with-param>
      </xsl:call-template>
      <xsl:if test="$asks-customers">
        <xsl:call-template name="field"><xsl:with-param name="of" select="$from"/><xsl:with-param name="name" select="'customers'"/></xsl:call-template>
      </xsl:if>
      <xsl:copy-of select="$from/a:marketplace"/>
      <xsl:if test="not($from)"><marketplace listed="open" href=""/></xsl:if>
      <xsl:if test="$asks-compensation">
        <xsl:copy-of select="$from/a:sales-compensation"/>
        <xsl:if test="not($from/a:sales-compensation)"><sales-compensation plan="open"/></xsl:if>
      </xsl:if>
      <xsl:call-template name="field"><xsl:with-param name="of" select="$from"/><xsl:with-param name="name" select="'support'"/></xsl:call-template>
      <xsl:call-template name="documents">
        <xsl:with-param name="of" select="$from"/><xsl:with-param name="per" select="'solution'"/>
        <xsl:with-param name="comment" select="true()"/>
      </xsl:call-template>
    </solution>
  </xsl:template>

  <xsl:template name="category">
    <xsl:variable name="names">
      <xsl:for-each select="$program/p:categories/p:category">
        <xsl:call-template name="choices">
          <xsl:with-param name="things" select="."/>
          <xsl:with-param name="before" select="'category.'"/><xsl:with-param name="after" select="'.name'"/>
        </xsl:call-template>
        <xsl:call-template name="choices">
          <xsl:with-param name="things" select="p:subcategory"/><xsl:with-param name="indent" select="'    '"/>
          <xsl:with-param name="before" select="'subcategory.'"/><xsl:with-param name="after" select="'.name'"/>
        </xsl:call-template>
      </xsl:for-each>
    </xsl:variable>
    <xsl:variable name="words">
      <xsl:choose>
        <xsl:when test="$subcategories">new.categories-subcategories</xsl:when>
        <xsl:when test="$items/p:choice[@from = 'categories']/@select = 'one'">new.category</xsl:when>
        <xsl:otherwise>new.categories</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="example">
      <xsl:choose>
        <xsl:when test="$subcategories">&lt;category ref="…"&gt;&lt;subcategory ref="…"/&gt;&lt;/category&gt;</xsl:when>
        <xsl:otherwise>&lt;category ref="…"/&gt;</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:call-template name="comment">
      <xsl:with-param name="text" select="concat(l:message(string($words), string($example)), $names)"/>
    </xsl:call-template>
    <xsl:copy-of select="$in"/>
  </xsl:template>

  <xsl:template name="deployment-model">
    <xsl:variable name="names">
      <xsl:call-template name="choices">
        <xsl:with-param name="things" select="$models"/>
        <xsl:with-param name="before" select="'model.'"/><xsl:with-param name="after" select="'.name'"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="words">
      <xsl:choose>
        <xsl:when test="$program//p:choice[@from = 'deployment-models']/@select = 'one'">new.model</xsl:when>
        <xsl:otherwise>new.models</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:call-template name="comment">
      <xsl:with-param name="text" select="concat(l:message(string($words), '&lt;deployment-model ref=&quot;…&quot;/&gt;'), $names)"/>
    </xsl:call-template>
    <xsl:choose>
      <xsl:when test="$model != ''"><deployment-model ref="{$model}"/></xsl:when>
      <xsl:otherwise><xsl:copy-of select="$old/a:solution/a:deployment-model"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The documents that are asked for once (per='solution') or for each case study, then those that were given besides. -->
  <xsl:template name="documents">
    <xsl:param name="of" select="/.."/>
    <xsl:param name="per"/>
    <xsl:param name="comment" select="false()"/>
    <xsl:variable name="asked">
      <xsl:for-each select="$program/p:part/p:documents/p:document">
        <xsl:variable name="applies">
          <xsl:apply-templates select="p:applies[contains(concat(' ', @per, ' '), concat(' ', $per, ' '))]" mode="chosen"/>
        </xsl:variable>
        <xsl:if test="$applies != ''"><document ref="{@id}"/></xsl:if>
      </xsl:for-each>
    </xsl:variable>
    <xsl:variable name="refs" select="exsl:node-set($asked)/a:document/@ref"/>
    <xsl:if test="$comment and $refs">
      <xsl:variable name="names">
        <xsl:call-template name="choices">
          <xsl:with-param name="things" select="$program/p:part/p:documents/p:document[@id = $refs]"/>
          <xsl:with-param name="before" select="'document.'"/><xsl:with-param name="after" select="'.title'"/>
        </xsl:call-template>
      </xsl:variable>
      <xsl:call-template name="comment">
        <xsl:with-param name="text" select="concat(l:message('new.documents'), $names)"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:for-each select="$refs">
      <xsl:variable name="ref" select="string(.)"/>
      <xsl:choose>
        <xsl:when test="$of/a:document[@ref = $ref]"><xsl:copy-of select="$of/a:document[@ref = $ref]"/></xsl:when>
        <xsl:otherwise><document ref="{$ref}" evidence=""/></xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
    <xsl:copy-of select="$of/a:document[not(@ref = $refs)]"/>
  </xsl:template>

  <!-- Case studies -->

  <xsl:template name="case-studies">
    <xsl:variable name="wanted" select="number(key('threshold', 'case-studies')/@value)"/>
    <xsl:variable name="had" select="$old/a:case-studies/a:case-study"/>
    <xsl:call-template name="head"><xsl:with-param name="words" select="l:message('new.case-studies')"/></xsl:call-template>
    <case-studies>
      <xsl:call-template name="case-studies-comment"><xsl:with-param name="wanted" select="$wanted"/></xsl:call-template>
      <xsl:for-each select="$had">
        <xsl:if test="position() &gt; 1"><xsl:call-template name="gap"/></xsl:if>
        <xsl:call-template name="case-study"><xsl:with-param name="from" select="."/></xsl:call-template>
      </xsl:for-each>
      <xsl:call-template name="empty-case-studies">
        <xsl:with-param name="number" select="1"/>
        <xsl:with-param name="left">
          <xsl:choose>
            <xsl:when test="$case-studies != ''"><xsl:value-of select="$case-studies - count($had)"/></xsl:when>
            <xsl:when test="$had">0</xsl:when>
            <xsl:when test="$wanted &gt; 0"><xsl:value-of select="$wanted"/></xsl:when>
            <xsl:otherwise>1</xsl:otherwise>
          </xsl:choose>
        </xsl:with-param>
        <xsl:with-param name="first" select="not($had)"/>
      </xsl:call-template>
    </case-studies>
  </xsl:template>

  <xsl:template name="case-studies-comment">
    <xsl:param name="wanted"/>
    <xsl:variable name="documents">
      <xsl:call-template name="documents"><xsl:with-param name="per" select="'case-study'"/><xsl:with-param name="comment" select="true()"/></xsl:call-template>
    </xsl:variable>
    <xsl:variable name="how-many"><xsl:if test="$wanted &gt; 0"><xsl:value-of select="l:message('new.case-studies-wanted', $wanted)"/></xsl:if></xsl:variable>
    <xsl:call-template name="comment">
      <xsl:with-param name="text">
        <xsl:value-of select="concat($how-many, $line)"/>
        <xsl:choose>
          <xsl:when test="$program/p:competencies/@reuse">
            <xsl:value-of select="l:message('new.case-study-attributes', 'deployment-model=&quot;…&quot;', 'reused=&quot;yes&quot;')"/>
          </xsl:when>
          <xsl:otherwise><xsl:value-of select="l:message('new.case-study-model', 'deployment-model=&quot;…&quot;')"/></xsl:otherwise>
        </xsl:choose>
        <xsl:if test="$subcategories">
          <xsl:value-of select="concat($line, l:message('new.case-study-subcategories', 'subcategories=&quot;… …&quot;'))"/>
        </xsl:if>
        <xsl:if test="contains($fields, ' third-party ')">
          <xsl:value-of select="concat($line, l:message('new.third-party',
            '&lt;third-party&gt;&lt;product&gt;…&lt;/product&gt;&lt;/third-party&gt;', '&lt;third-party/&gt;'))"/>
        </xsl:if>
        <xsl:value-of select="concat($line, l:message('new.one-of', 'status', 'production, pilot, proof-of-concept, retired'))"/>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:copy-of select="exsl:node-set($documents)/comment()"/>
  </xsl:template>

  <!-- case-study-1 and so on, passing over ids that are taken. -->
  <xsl:template name="empty-case-studies">
    <xsl:param name="number"/>
    <xsl:param name="left"/>
    <xsl:param name="first"/>
    <xsl:variable name="id" select="concat('case-study-', $number)"/>
    <xsl:variable name="taken" select="boolean($old/a:case-studies/a:case-study[@id = $id])"/>
    <xsl:if test="$left &gt; 0">
      <xsl:if test="not($taken)">
        <xsl:if test="not($first)"><xsl:call-template name="gap"/></xsl:if>
        <xsl:call-template name="case-study"><xsl:with-param name="id" select="$id"/></xsl:call-template>
      </xsl:if>
      <xsl:call-template name="empty-case-studies">
        <xsl:with-param name="number" select="$number + 1"/>
        <xsl:with-param name="left" select="$left - not($taken)"/>
        <xsl:with-param name="first" select="$first and $taken"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template name="case-study">
    <xsl:param name="from" select="/.."/>
    <xsl:param name="id"/>
    <case-study>
      <xsl:if test="not($from)"><xsl:attribute name="id"><xsl:value-of select="$id"/></xsl:attribute></xsl:if>
      <xsl:copy-of select="$from/@id"/>
      <xsl:if test="$subcategories"><xsl:attribute name="subcategories"/></xsl:if>
      <xsl:copy-of select="$from/@*"/>
      <xsl:for-each select="exsl:node-set($case-study-fields)/*">
        <xsl:choose>
          <xsl:when test="self::a:website and not(contains($fields, ' website '))"/>
          <!-- empty, it would say that there are none -->
          <xsl:when test="local-name() = 'third-party'"><xsl:copy-of select="$from/a:third-party"/></xsl:when>
          <xsl:otherwise>
            <xsl:call-template name="field"><xsl:with-param name="of" select="$from"/><xsl:with-param name="name" select="local-name()"/></xsl:call-template>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
      <xsl:call-template name="documents">
        <xsl:with-param name="of" select="$from"/><xsl:with-param name="per" select="'case-study'"/>
      </xsl:call-template>
    </case-study>
  </xsl:template>
  <xsl:variable name="case-study-fields">
    <customer/><website/><challenge/><deployment/><third-party/><production-date/><status/><outcomes/><public-link/>
  </xsl:variable>

  <!-- Answers -->

  <xsl:template name="answers">
    <xsl:call-template name="gap"/>
    <answers>
      <xsl:call-template name="comment">
        <xsl:with-param name="text" select="concat(l:message('new.met'), $line,
          l:message('new.comment', '&lt;comment&gt;…&lt;/comment&gt;'), $line,
          l:message('new.answer-evidence', 'evidence=&quot;… …&quot;'))"/>
      </xsl:call-template>
      <xsl:apply-templates select="$program/p:part" mode="answers"/>
    </answers>
  </xsl:template>

  <xsl:template match="p:part" mode="answers">
    <xsl:variable name="title">
      <xsl:call-template name="plain"><xsl:with-param name="id" select="concat('part.', @id, '.title')"/></xsl:call-template>
    </xsl:variable>
    <xsl:call-template name="head"><xsl:with-param name="words" select="string($title)"/></xsl:call-template>
    <xsl:if test="p:section/p:item/p:applies">
      <xsl:variable name="item" select="(p:section/p:item[p:applies])[1]/@id"/>
      <xsl:call-template name="comment">
        <xsl:with-param name="text" select="l:message('new.apart', 'case-studies=&quot;all&quot;',
          concat('&lt;answer item=&quot;', $item, '&quot; case-studies=&quot;case-study-1&quot; met=&quot;yes&quot;/&gt;'))"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:apply-templates select="p:section" mode="answers"/>
  </xsl:template>

  <xsl:template match="p:section" mode="answers">
    <xsl:variable name="title">
      <xsl:call-template name="plain"><xsl:with-param name="id" select="concat('section.', @id, '.title')"/></xsl:call-template>
    </xsl:variable>
    <xsl:variable name="answers"><xsl:apply-templates select="p:item" mode="answers"/></xsl:variable>
    <xsl:if test="exsl:node-set($answers)/node()">
      <xsl:call-template name="head">
        <xsl:with-param name="words" select="normalize-space(concat(@number, ' ', $title))"/><xsl:with-param name="level" select="2"/>
      </xsl:call-template>
      <xsl:copy-of select="$answers"/>
    </xsl:if>
  </xsl:template>

  <!-- An item that was answered stays, whatever it applies to. -->
  <xsl:template match="p:item" mode="answers">
    <xsl:variable name="asked"><xsl:apply-templates select="." mode="chosen"/></xsl:variable>
    <xsl:if test="$asked != '' or key('old-answer', @id)">
      <xsl:apply-templates select="." mode="answer-comment"/>
      <xsl:choose>
        <xsl:when test="key('old-answer', @id)">
          <xsl:apply-templates select="key('old-answer', @id)" mode="carried"><xsl:with-param name="item" select="."/></xsl:apply-templates>
        </xsl:when>
        <xsl:otherwise><xsl:apply-templates select="." mode="empty-answer"/></xsl:otherwise>
      </xsl:choose>
    </xsl:if>
  </xsl:template>

  <!-- Number and title; which models it is asked of if not of all; what is wanted with the answer. -->
  <xsl:template match="p:item" mode="answer-comment">
    <xsl:variable name="title">
      <xsl:call-template name="plain"><xsl:with-param name="id" select="concat('item.', @id, '.title')"/></xsl:call-template>
    </xsl:variable>
    <xsl:variable name="heading" select="normalize-space(concat(@number, ' ', $title))"/>
    <xsl:variable name="only" select="p:applies[@value != 'no']"/>
    <xsl:variable name="names">
      <xsl:for-each select="$only">
        <name><xsl:call-template name="plain"><xsl:with-param name="id" select="concat('model.', @model, '.name')"/></xsl:call-template></name>
      </xsl:for-each>
    </xsl:variable>
    <xsl:call-template name="comment">
      <xsl:with-param name="text">
        <xsl:choose>
          <xsl:when test="$chosen = ' ' and $only and count($only) &lt; count($models)">
            <xsl:value-of select="l:message('new.item-models', $heading, l:list(exsl:node-set($names)/*))"/>
          </xsl:when>
          <xsl:otherwise><xsl:value-of select="$heading"/></xsl:otherwise>
        </xsl:choose>
        <xsl:apply-templates select="p:applies[@note]" mode="note-line"/>
        <xsl:for-each select="p:proof">
          <xsl:value-of select="concat($line, l:message(concat('new.wants-', @of), 'met=&quot;yes&quot;'))"/>
        </xsl:for-each>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- What the program says of a deployment model beside yes or no, where that is one of the solution's. -->
  <xsl:template match="p:applies" mode="note-line">
    <xsl:if test="$chosen = ' ' or contains($chosen, concat(' ', @model, ' '))">
      <xsl:variable name="name">
        <xsl:call-template name="plain"><xsl:with-param name="id" select="concat('model.', @model, '.name')"/></xsl:call-template>
      </xsl:variable>
      <xsl:variable name="words"><xsl:apply-templates select="." mode="words"/></xsl:variable>
      <xsl:value-of select="concat($line, l:message('new.id-name', string($name), string($words)))"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="p:item" mode="empty-answer">
    <answer item="{@id}">
      <xsl:if test="p:applies"><xsl:attribute name="case-studies">all</xsl:attribute></xsl:if>
      <xsl:attribute name="met">open</xsl:attribute>
      <xsl:if test="p:evidence or p:proof[@of = 'evidence' or @of = 'link']"><xsl:attribute name="evidence"/></xsl:if>
      <xsl:apply-templates select="p:choice" mode="choice"/>
      <xsl:apply-templates select="p:record" mode="record"/>
      <xsl:apply-templates select="." mode="empty-comment"/>
    </answer>
  </xsl:template>

  <xsl:template match="p:item" mode="empty-comment">
    <xsl:if test="p:proof[@of = 'description']"><comment/></xsl:if>
  </xsl:template>

  <!-- A choice of the item's own, with what there is to choose from. Yes and no are what the answer says itself. -->
  <xsl:template match="p:choice[@from or p:option[@id = 'yes' or @id = 'no']]" mode="choice"/>
  <xsl:template match="p:choice" mode="choice">
    <xsl:param name="of" select="/.."/>
    <xsl:variable name="id" select="@id"/>
    <xsl:variable name="names">
      <xsl:call-template name="choices">
        <xsl:with-param name="things" select="p:option"/>
        <xsl:with-param name="before" select="concat('item.', ../@id, '.', @id, '.')"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="words">
      <xsl:choose><xsl:when test="@select = 'one'">new.option</xsl:when><xsl:otherwise>new.options</xsl:otherwise></xsl:choose>
    </xsl:variable>
    <xsl:call-template name="comment">
      <xsl:with-param name="text" select="concat(l:message(string($words), 'options'), $names)"/>
    </xsl:call-template>
    <xsl:choose>
      <xsl:when test="$of/a:choice[@ref = $id]"><xsl:copy-of select="$of/a:choice[@ref = $id]"/></xsl:when>
      <xsl:otherwise><choice ref="{$id}" options=""/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A fact, with what it is called. -->
  <xsl:template match="p:record" mode="record">
    <xsl:param name="of" select="/.."/>
    <xsl:variable name="id" select="@id"/>
    <xsl:variable name="name">
      <xsl:call-template name="plain"><xsl:with-param name="id" select="concat('item.', ../@id, '.', @id)"/></xsl:call-template>
    </xsl:variable>
    <xsl:variable name="kind">
      <xsl:choose><xsl:when test="@type = 'date'">new.record-date</xsl:when><xsl:otherwise>new.record-number</xsl:otherwise></xsl:choose>
    </xsl:variable>
    <xsl:variable name="words" select="l:message(string($kind), string($name))"/>
    <xsl:call-template name="comment">
      <xsl:with-param name="text">
        <xsl:choose>
          <xsl:when test="@optional = 'true' or @optional = '1'"><xsl:value-of select="l:message('new.record-optional', $words)"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="$words"/></xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:choose>
      <xsl:when test="$of/a:record[@ref = $id]"><xsl:copy-of select="$of/a:record[@ref = $id]"/></xsl:when>
      <xsl:otherwise><record ref="{$id}"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- An answer that was given; open again where what is asked has changed. -->
  <xsl:template match="a:answer" mode="carried">
    <xsl:param name="item"/>
    <xsl:variable name="confirm" select="key('carried-item', @item)/@state = 'changed'"/>
    <xsl:if test="$confirm and @met != 'open'">
      <xsl:call-template name="comment">
        <xsl:with-param name="text" select="l:message('new.to-confirm', concat('met=&quot;', @met, '&quot;'))"/>
      </xsl:call-template>
    </xsl:if>
    <answer>
      <xsl:for-each select="@item | @case-studies | @met | @evidence">
        <xsl:attribute name="{local-name()}">
          <xsl:choose>
            <xsl:when test="$confirm and local-name() = 'met'">open</xsl:when>
            <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
      </xsl:for-each>
      <xsl:apply-templates select="$item/p:choice" mode="choice"><xsl:with-param name="of" select="."/></xsl:apply-templates>
      <xsl:apply-templates select="$item/p:record" mode="record"><xsl:with-param name="of" select="."/></xsl:apply-templates>
      <xsl:choose>
        <xsl:when test="a:comment"><xsl:copy-of select="a:comment"/></xsl:when>
        <xsl:otherwise><xsl:apply-templates select="$item" mode="empty-comment"/></xsl:otherwise>
      </xsl:choose>
    </answer>
  </xsl:template>

  <!-- Evidence -->

  <xsl:template name="evidence">
    <xsl:call-template name="head"><xsl:with-param name="words" select="l:message('new.evidence')"/></xsl:call-template>
    <evidence>
      <xsl:call-template name="comment">
        <xsl:with-param name="text" select="concat(
          l:message('new.evidence-pieces',
            '&lt;piece id=&quot;…&quot; file=&quot;…&quot;&gt;&lt;title&gt;…&lt;/title&gt;&lt;/piece&gt;',
            '&lt;piece id=&quot;…&quot; href=&quot;https://…&quot;&gt;&lt;title&gt;…&lt;/title&gt;&lt;/piece&gt;'), $line,
          l:message('new.evidence-attributes', concat('date=&quot;', $date, '&quot;'),
            concat('xml:lang=&quot;', $text-language, '&quot;'), 'sha256=&quot;…&quot;'))"/>
      </xsl:call-template>
      <xsl:copy-of select="$old/a:evidence/a:piece"/>
    </evidence>
  </xsl:template>
</xsl:stylesheet>
