/** A ref that brings what appears into sight. */
export const intoView = (node: HTMLElement | null) => node?.scrollIntoView({ block: 'nearest', inline: 'center' })
