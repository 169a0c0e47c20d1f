// A certified OpenID provider, for one test: node provider.mjs PORT BACK KEYS-AS-JSON ADDRESS-TO-TELL
import Provider from "oidc-provider";

const [port, back, keys, told] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const address = { street_address: "Noordstraat 3", postal_code: "1234 AB", locality: "Waterstad" };
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "coop",
      client_secret: "a-secret-of-the-test",
      redirect_uris: [back],
      backchannel_logout_uri: told,
      backchannel_logout_session_required: true,
      post_logout_redirect_uris: ["http://127.0.0.1:8000/"],
    },
  ],
  jwks: JSON.parse(keys),
  features: { backchannelLogout: { enabled: true } },
  // Tests listen on this machine.
  fetch: (url, options) => globalThis.fetch(url, { ...options, dispatcher: undefined }),
  pkce: { required: () => true },
  cookies: { keys: ["of the test"] },
  claims: { openid: ["sub", "name", "email"], address: ["address"] },
  conformIdTokenClaims: false,
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, name: `Person ${id}`, email: "joke@coop.test", address }) }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log("listening"));
