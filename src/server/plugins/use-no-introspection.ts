import { NoSchemaIntrospectionCustomRule, validate } from 'graphql'
import type { Plugin } from 'graphql-yoga'

/** Hides the schema: from introspection, and from errors that suggest names. */
export const useNoIntrospection = (): Plugin => ({
  onValidate: ({ addValidationRule, setValidationFn }) => {
    addValidationRule(NoSchemaIntrospectionCustomRule)
    setValidationFn((schema, document, rules) => validate(schema, document, rules, { hideSuggestions: true }))
  },
})
