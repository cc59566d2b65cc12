// Imported before graphql, which otherwise checks at each field whether there are two of it.
process.env.NODE_ENV ??= 'production'
