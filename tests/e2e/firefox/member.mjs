/** What a member does in Firefox, in the words on the page; the verbs are those of tests/e2e/people.py. */
import { Visitor } from './visitor.mjs';

export class Member extends Visitor {
  /** @param {{ login: string, passphrase: string, code: string }} known */
  async signIn({ login, passphrase, code }) {
    await this.open({ path: '/' });
    await this.fill('Sign-in name', login);
    await this.page.locator('#sign-in-form input[type=password]').fill(passphrase); // which has no role to be found by
    await this.fill('Authenticator code', code);
    await this.press('Sign in');
    await this.heading('Inbox');
  }

  /** Opens the case of a report from the inbox, once it is filed. @param {{ first: string }} line */
  async read({ first }) {
    await this.page.locator(`::-p-xpath(//a[@data-case and string-length(@data-case) = 32 and contains(., ${JSON.stringify(first)})])`).click();
    await this.page.locator('#case-history > li').wait();
    return this.text({ selector: '#case' });
  }

  /** Puts a note into the open case. @param {{ text: string }} note */
  async note({ text }) {
    await this.page.evaluate("document.querySelectorAll('#case-groups > details').forEach((one) => { one.open = true; })");
    await this.press('Add a note');
    await this.page.locator('#act-form textarea').fill(text);
    await this.page.locator('#act-submit').click();
    await this.page.locator('#question-yes').click();
    await this.page.locator(`::-p-xpath(//*[@id='case-history']/li[contains(., ${JSON.stringify(text)})])`).wait();
  }
}
