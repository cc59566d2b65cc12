import { keepToken } from './token.ts'

/** Asks for a token where the server wants one, and says what the server says of the last one. */
export const SignIn = ({ why, onToken }: { why: string; onToken(): void }) => (
  <main class="sign-in">
    <h1>A token, please</h1>
    <p role="alert">{why}</p>
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const token = new FormData(event.currentTarget).get('token')
        keepToken(String(token).trim())
        onToken()
      }}
    >
      <label>
        Token
        <input name="token" type="password" required autocomplete="off" spellcheck={false} />
      </label>
      <button type="submit">Go on</button>
    </form>
    <p>It stays in this tab until the tab is closed.</p>
  </main>
)
