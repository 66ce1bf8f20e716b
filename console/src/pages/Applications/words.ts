/** What an application may call its service, types and actions. */
export const isWord = (text: string) => /^[a-z][a-z0-9._-]{0,63}$/.test(text)

/** The new words in a typed or pasted text, in lower case. */
export const newWords = (text: string, known: string[]) => [
  ...new Set(text.split(/[\s;,]+/).map((word) => word.toLowerCase()).filter((word) => word !== '' && !known.includes(word))),
]
