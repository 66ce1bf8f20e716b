export const minimumLength = 15

export type Rule = { text: string; met: boolean }

/** What can be said while typing; the server also knows the list of too common passwords. */
export function passwordRules(password: string, repeated: string, own: string[] = []): Rule[] {
  const lower = password.toLowerCase()
  const names = own.map((name) => name.trim().toLowerCase()).filter((name) => name.length >= 3)
  return [
    { text: `At least ${minimumLength} characters`, met: [...password].length >= minimumLength },
    { text: 'Not one character over and over', met: password !== '' && new Set(password).size >= 5 },
    {
      text: 'Not your name or e-mail address',
      met: password !== '' && !names.some((name) => lower.includes(name) && password.length - name.length < 8),
    },
    { text: 'Both entries are the same', met: password !== '' && password === repeated },
  ]
}
