type Named = { fullName?: string | null; firstName?: string; lastName?: string; email: string }

/** A first guess from an address, for the invited to correct: “ada.lovelace@x.example” is Ada Lovelace. */
export function guessNames(email: string): { firstName: string; lastName: string } {
  const [local = '', domain = ''] = email.split('@')
  const words = (text: string) => text.split(/[._+-]+|\d+/).filter((word) => word !== '').map(capital)
  const [firstName, ...rest] = words(local)
  return { firstName: firstName ?? capital(local), lastName: rest.join(' ') || capital(domain.split('.')[0] ?? '') || '?' }
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

/** A person as others see them: the full name that an administrator wrote, else first and last name; an address where there is neither. */
export const fullName = ({ fullName: written, firstName, lastName, email }: Named) => written || `${firstName ?? ''} ${lastName ?? ''}`.trim() || email
