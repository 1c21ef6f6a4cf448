export { kindWord, kindWords } from '@contract/asset-kind-words.ts'
