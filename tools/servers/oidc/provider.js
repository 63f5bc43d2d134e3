// An OpenID provider for the tests: node provider.js CONFIGURATION.json
// The file: {port, client, accounts}; `accounts` are claims by subject. Whoever types a subject is signed in as it.
import { readFileSync } from "node:fs"
import Provider from "oidc-provider"

const { port, client, accounts } = JSON.parse(readFileSync(process.argv[2], "utf8"))

const provider = new Provider(`http://localhost:${port}`, {
  clients: [client],
  claims: { openid: ["sub"], profile: ["preferred_username", "directory_id", "email", "groups", "name"] },
  pkce: { required: () => true },
  findAccount: (_context, subject) =>
    accounts[subject] && { accountId: subject, claims: () => ({ sub: subject, ...accounts[subject] }) },
  loadExistingGrant: async (context) => {
    // Consent is not what is tested: everybody agrees.
    const grant = new context.oidc.provider.Grant({
      accountId: context.oidc.session.accountId,
      clientId: context.oidc.client.clientId,
    })
    grant.addOIDCScope("openid profile")
    await grant.save()
    return grant
  },
})

provider.listen(port, "localhost")
