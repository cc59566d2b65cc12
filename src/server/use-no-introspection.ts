import { NoSchemaIntrospectionCustomRule, validate } from 'graphql'
import type { Plugin } from 'graphql-yoga'

/** The schema is told neither to who asks for it nor, name by name, to who guesses. */
export const useNoIntrospection = (): Plugin => ({
  onValidate: ({ addValidationRule, setValidationFn }) => {
    addValidationRule(NoSchemaIntrospectionCustomRule)
    setValidationFn((schema, document, rules) => validate(schema, document, rules, { hideSuggestions: true }))
  },
})
