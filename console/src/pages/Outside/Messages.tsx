import { Button, Stack, Text } from '@mantine/core'
import { Gate } from './Gate'

export function NotFoundPage() {
  return (
    <Gate title="This page does not exist">
      <Stack gap="md">
        <Text>The address may be mistyped, or what it led to is gone.</Text>
        <Button component="a" href="/" fullWidth>
          Go to the start
        </Button>
      </Stack>
    </Gate>
  )
}

export function NoOrganizationPage() {
  return (
    <Gate title="You have no access">
      <Stack gap="md">
        <Text>You are not an active member of this organization, or it does not exist. An administrator of it can invite you.</Text>
        <Button component="a" href="/" fullWidth>
          Go to your organizations
        </Button>
      </Stack>
    </Gate>
  )
}

/** A mistake of ours, or a server that could not even say who is signed in. */
export function Crashed({ error, reset }: { error: unknown; reset?: () => void }) {
  return (
    <Gate title="This page could not be shown">
      <Stack gap="md">
        <Text>{error instanceof Error ? error.message : 'Something went wrong.'}</Text>
        <Button fullWidth onClick={() => (reset ? reset() : location.reload())}>
          Try again
        </Button>
        <Button variant="default" fullWidth onClick={() => location.reload()}>
          Reload
        </Button>
      </Stack>
    </Gate>
  )
}
