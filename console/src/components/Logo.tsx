/** The gate. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--mantine-color-indigo-8)" />
      <path
        d="M8 25V15a8 8 0 0 1 16 0v10M8 25h4v-9.5a4 4 0 0 1 8 0V25h4"
        fill="none"
        stroke="#fff"
        strokeWidth="2.4"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  )
}
