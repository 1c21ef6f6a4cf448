import { script, tell } from './write-rule.ts'

interface Library {
  id: string
  product: string
  vendor: string
  cpe?: string
  npm: string
  /** Of the file name, without version and ending. */
  file: string
}

/** Libraries of pages that are old on many sites, told by the address they are loaded from. */
const libraries: readonly Library[] = [
  {
    id: 'jquery',
    product: 'jQuery',
    vendor: 'jQuery',
    cpe: 'a:jquery:jquery',
    npm: 'jquery',
    file: 'jquery(?:\\.slim|\\.min)?',
  },
  {
    id: 'jquery-ui',
    product: 'jQuery UI',
    vendor: 'jQuery',
    cpe: 'a:jqueryui:jquery_ui',
    npm: 'jquery-ui',
    file: 'jquery-ui(?:\\.custom)?',
  },
  { id: 'jquery-migrate', product: 'jQuery Migrate', vendor: 'jQuery', npm: 'jquery-migrate', file: 'jquery-migrate' },
  {
    id: 'bootstrap',
    product: 'Bootstrap',
    vendor: 'Twitter',
    cpe: 'a:getbootstrap:bootstrap',
    npm: 'bootstrap',
    file: 'bootstrap(?:\\.bundle)?',
  },
  {
    id: 'angularjs',
    product: 'AngularJS',
    vendor: 'Google',
    cpe: 'a:angularjs:angular.js',
    npm: 'angular',
    file: 'angular(?:js)?',
  },
  { id: 'react', product: 'React', vendor: 'Meta', cpe: 'a:facebook:react', npm: 'react', file: 'react' },
  { id: 'vue', product: 'Vue.js', vendor: 'Vue.js', cpe: 'a:vuejs:vue.js', npm: 'vue', file: 'vue' },
  { id: 'lodash', product: 'Lodash', vendor: 'Lodash', cpe: 'a:lodash:lodash', npm: 'lodash', file: 'lodash' },
  {
    id: 'underscore',
    product: 'Underscore',
    vendor: 'Underscore',
    cpe: 'a:underscorejs:underscore',
    npm: 'underscore',
    file: 'underscore',
  },
  { id: 'moment', product: 'Moment.js', vendor: 'Moment.js', cpe: 'a:momentjs:moment', npm: 'moment', file: 'moment' },
  {
    id: 'handlebars',
    product: 'Handlebars',
    vendor: 'Handlebars',
    cpe: 'a:handlebarsjs:handlebars',
    npm: 'handlebars',
    file: 'handlebars',
  },
  {
    id: 'dompurify',
    product: 'DOMPurify',
    vendor: 'Cure53',
    cpe: 'a:cure53:dompurify',
    npm: 'dompurify',
    file: '(?:dom)?purify',
  },
  {
    id: 'prototype',
    product: 'Prototype',
    vendor: 'Prototype',
    cpe: 'a:prototypejs:prototype',
    npm: 'prototype',
    file: 'prototype',
  },
  { id: 'mootools', product: 'MooTools', vendor: 'MooTools', npm: 'mootools', file: 'mootools' },
  {
    id: 'dojo',
    product: 'Dojo',
    vendor: 'OpenJS Foundation',
    cpe: 'a:linuxfoundation:dojo',
    npm: 'dojo',
    file: 'dojo',
  },
  {
    id: 'ckeditor',
    product: 'CKEditor',
    vendor: 'CKSource',
    cpe: 'a:ckeditor:ckeditor',
    npm: 'ckeditor',
    file: 'ckeditor',
  },
  { id: 'tinymce', product: 'TinyMCE', vendor: 'Tiny', cpe: 'a:tiny:tinymce', npm: 'tinymce', file: 'tinymce' },
  { id: 'd3', product: 'D3', vendor: 'D3', npm: 'd3', file: 'd3' },
  {
    id: 'knockout',
    product: 'Knockout',
    vendor: 'Knockout',
    cpe: 'a:knockoutjs:knockout',
    npm: 'knockout',
    file: 'knockout',
  },
  {
    id: 'backbone',
    product: 'Backbone.js',
    vendor: 'Backbone',
    cpe: 'a:backbone_project:backbone',
    npm: 'backbone',
    file: 'backbone',
  },
  { id: 'ember', product: 'Ember.js', vendor: 'Ember', cpe: 'a:emberjs:ember.js', npm: 'ember-source', file: 'ember' },
  { id: 'axios', product: 'axios', vendor: 'axios', cpe: 'a:axios:axios', npm: 'axios', file: 'axios' },
]

const version = '(\\d+\\.\\d+(?:\\.\\d+)?(?:-(?:alpha|beta|rc)[\\d.]*)?)'

/** `/lib-1.2.3.min.js`, `/lib/1.2.3/lib.js`, `/lib@1.2.3/dist/lib.js`. */
export const libraryRules = libraries.flatMap(({ id, product, vendor, cpe, npm, file }) => {
  const extra = { vendor, ...(cpe === undefined ? {} : { cpe }), purl: `pkg:npm/${npm}@$v` }
  const end = '(?:[.-](?:min|slim|prod|production|development|umd|global))*\\.js(?:$|[?#])'
  return [
    tell(`${id}-file`, script, new RegExp(`(?:^|/)${file}[.-]v?${version}${end}`, 'i'), product, extra),
    tell(`${id}-folder`, script, new RegExp(`/${version}/(?:[\\w.-]+/){0,2}${file}${end}`, 'i'), product, extra),
    tell(`${id}-package`, script, new RegExp(`/${npm}(?:@|/)v?${version}/`, 'i'), product, extra),
    tell(`${id}-bare`, script, new RegExp(`(?:^|/)${file}${end}`, 'i'), product, {
      ...extra,
      version: '',
      confidence: 80,
    }),
  ]
})
