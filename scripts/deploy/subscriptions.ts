// Describes who gets due reminders from the topic, as params of serverless.yml say; nobody where they are empty.
import { readParameter, type Context } from './parameter.ts';

/** What SNS cannot deliver to the subscriber goes to a queue; without it SNS would drop it. */
const subscribe = (Protocol: 'email' | 'https', Endpoint: string): object => ({
  Type: 'AWS::SNS::Subscription',
  Properties: {
    TopicArn: { Ref: 'RemindersDueTopic' },
    Protocol,
    Endpoint,
    RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['SubscriptionDeadLetterQueue', 'Arn'] } },
  },
});

/** @throws when `reminderEmail` is not one address */
export async function reminderEmailSubscription(context: Context): Promise<object | null> {
  const address = await readParameter(context, 'reminderEmail');
  if (address === '') return null;
  if (!/^[^\s@,;]+@[^\s@,;]+$/.test(address))
    throw new Error('param reminderEmail must be one e-mail address');
  return subscribe('email', address);
}

/** @throws when `reminderHttpsUrl` is not an https URL, or one with a password in it */
export async function reminderHttpsSubscription(context: Context): Promise<object | null> {
  const url = await readParameter(context, 'reminderHttpsUrl');
  if (url === '') return null;
  const isHttps = /^https:\/\/[^\s/?#@]+(?:[/?][^\s#]*)?$/.test(url) && URL.canParse(url);
  if (!isHttps)
    throw new Error('param reminderHttpsUrl must be an https URL, without a name and a password in it');
  return subscribe('https', url);
}
