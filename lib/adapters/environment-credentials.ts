// Stands in for the AWS SDK's chain of credential providers in the bundle: a Lambda function always has its credentials in
// its environment, and the chain (profiles, SSO, instance metadata) is a third of the SDK's code.
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
