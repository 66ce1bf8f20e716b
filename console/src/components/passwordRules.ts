export const minimumLength = 15

export type Rule = {
  text: string
  met: boolean
  /** The field it is about, and what is said there when one sends all the same. */
  at: 'password' | 'repeated'
  wrong: string | undefined
}

/** What is said at a field when one sends all the same; nothing when it is in order. */
export const wrongAt = (rules: Rule[], field: Rule['at']) => rules.find(({ at, met }) => at === field && !met)?.wrong

/** What can be said while typing; the server also knows the list of too common passwords. */
export function passwordRules(password: string, repeated: string, own: string[] = []): Rule[] {
  const lower = password.toLowerCase()
  const names = own.map((name) => name.trim().toLowerCase()).filter((name) => name.length >= 3)
  return [
    {
      at: 'password',
      text: `At least ${minimumLength} characters`,
      wrong: `Too short: at least ${minimumLength} characters.`,
      met: [...password].length >= minimumLength,
    },
    {
      at: 'password',
      text: 'Not one character over and over',
      wrong: 'Too simple: more different characters.',
      met: password !== '' && new Set(password).size >= 5,
    },
    {
      at: 'password',
      text: 'Not your name or e-mail address',
      wrong: 'Little more than your name or e-mail address.',
      met: password !== '' && !names.some((name) => lower.includes(name) && password.length - name.length < 8),
    },
    {
      at: 'repeated',
      text: 'Both entries are the same',
      wrong: password === repeated ? undefined : 'The two entries differ.',
      met: password !== '' && password === repeated,
    },
  ]
}
