const TRIES = 20

/** Two commands may create the same name or id: the second one tries again, and finds the name, or takes the next id. */
export const retryTaken = async <T>(findOrCreate: () => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries++) {
    try {
      return await findOrCreate()
    } catch (error) {
      // Prisma's code of a row that is there already.
      if ((error as { code?: string }).code !== 'P2002' || tries === TRIES) throw error
    }
  }
}
