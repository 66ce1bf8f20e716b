import { createTheme, defaultVariantColorsResolver, type CSSVariablesResolver, type VariantColorsResolver } from '@mantine/core'

// Light and filled variants pass WCAG AA in both schemes; Mantine's own do not.
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input)
  const color = input.color ?? 'indigo'
  if (color === 'gray' || color.startsWith('var(')) return colors
  if (input.variant === 'light') {
    return {
      ...colors,
      background: `light-dark(color-mix(in srgb, var(--mantine-color-${color}-1) 70%, white), color-mix(in srgb, var(--mantine-color-${color}-9) 26%, transparent))`,
      hover: `light-dark(color-mix(in srgb, var(--mantine-color-${color}-2) 60%, white), color-mix(in srgb, var(--mantine-color-${color}-9) 42%, transparent))`,
      color: `light-dark(color-mix(in srgb, var(--mantine-color-${color}-9) 84%, black), var(--mantine-color-${color}-2))`,
    }
  }
  if (input.variant === 'subtle') {
    return { ...colors, color: `light-dark(var(--mantine-color-${color}-9), var(--mantine-color-${color}-3))` }
  }
  if (input.variant === 'filled') {
    return {
      ...colors,
      background: `light-dark(color-mix(in srgb, var(--mantine-color-${color}-9) 92%, black), color-mix(in srgb, var(--mantine-color-${color}-9) 94%, black))`,
      hover: `light-dark(color-mix(in srgb, var(--mantine-color-${color}-9) 82%, black), color-mix(in srgb, var(--mantine-color-${color}-9) 84%, black))`,
      color: 'var(--mantine-color-white)',
    }
  }
  return colors
}

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5b6470',
    '--mantine-color-placeholder': '#68717d',
    '--mantine-color-error': '#c22525',
    '--mantine-color-anchor': 'var(--mantine-color-indigo-8)',
    '--gh-line': '#dfe3e8',
    '--gh-surface': '#ffffff',
    '--gh-canvas': '#f7f8fa',
    '--gh-hover': '#f2f4f8',
    '--gh-chosen': '#e8edff',
    '--gh-mark': '#fff0b3',
  },
  dark: {
    '--mantine-color-body': '#15181e',
    '--mantine-color-text': '#e3e6ea',
    '--mantine-color-dimmed': '#a2abb6',
    '--mantine-color-placeholder': '#929ca8',
    '--mantine-color-error': '#ff9b9b',
    '--mantine-color-anchor': 'var(--mantine-color-indigo-3)',
    '--mantine-color-default': '#1f242c',
    '--mantine-color-default-hover': '#282e38',
    '--mantine-color-default-border': '#3b434f',
    '--gh-line': '#2c333d',
    '--gh-surface': '#1a1e25',
    '--gh-canvas': '#15181e',
    '--gh-hover': '#222832',
    '--gh-chosen': '#25305a',
    '--gh-mark': '#5c4a00',
  },
})

const named = { closeButtonProps: { 'aria-label': 'Close' } }

export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, "DejaVu Sans Mono", monospace',
  headings: { fontWeight: '650' },
  // A cool grey, where Mantine's is neutral.
  colors: {
    dark: ['#e3e6ea', '#bcc3cc', '#929ca8', '#6b7683', '#3b434f', '#303845', '#1f242c', '#1a1e25', '#15181e', '#101318'],
  },
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 9 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  variantColorResolver,
  components: {
    Modal: { defaultProps: { ...named, centered: true, overlayProps: { backgroundOpacity: 0.45, blur: 2 } } },
    // It renders a <header>, which would be the page's second banner.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    ModalTitle: { defaultProps: { fw: 650, fz: 'lg' } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } } },
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, shadow: 'md' } },
    Combobox: { defaultProps: { shadow: 'md' } },
    Select: { defaultProps: { comboboxProps: { shadow: 'md' } } },
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    CloseButton: { defaultProps: { 'aria-label': 'Clear' } },
    Tooltip: { defaultProps: { openDelay: 300, events: { hover: true, focus: true, touch: false } } },
  },
})
