type Key = { origin: string; organizationId: string; id: string; secret: string }

/** A file of environment variables. */
export const environmentOf = ({ origin, organizationId, id, secret }: Key) =>
  [
    `GATEHOUSE_API_URL=${origin}/api`,
    `GATEHOUSE_ORGANIZATION_ID=${organizationId}`,
    `GATEHOUSE_ACCESS_KEY_ID=${id}`,
    `GATEHOUSE_API_SECRET=${secret}`,
    '',
  ].join('\n')

/** A call that shows that the key works; it asks for the secret, which must not stand in a shell's history. */
export const tokenCall = ({ origin, id }: Key) => `curl -u ${id} -d grant_type=client_credentials ${origin}/api/oauth/token`
