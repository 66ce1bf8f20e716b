type Named = { firstName?: string; lastName?: string; email: string }

/** A person's full name; an address where there is none yet. */
export const fullName = ({ firstName, lastName, email }: Named) => `${firstName ?? ''} ${lastName ?? ''}`.trim() || email
