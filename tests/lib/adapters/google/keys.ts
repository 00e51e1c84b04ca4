// Credentials of Google for tests: the JSON of a service account with a new key, and that of a user.
import { generateKeyPairSync } from 'node:crypto';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

/** The public half of the service account's key. */
export const publicKeyPem = publicKey;

/** As the console of Google writes it. */
export const serviceAccount = {
  type: 'service_account',
  project_id: 'orchard',
  private_key_id: '0123456789abcdef',
  private_key: privateKey,
  client_email: 'executor@orchard.iam.gserviceaccount.com',
  client_id: '100000000000000000000',
  token_uri: 'https://oauth2.googleapis.com/token',
};

/** As `gcloud auth application-default login` writes it. */
export const authorizedUser = {
  type: 'authorized_user',
  client_id: 'client.apps.googleusercontent.com',
  client_secret: 'GOCSPX-client-secret',
  refresh_token: '1//refresh-token',
  account: '',
  universe_domain: 'googleapis.com',
};
