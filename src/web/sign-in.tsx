import { saveToken } from './client/token.ts'

/** Asks for a token, with the server's reason. */
export const SignIn = ({ reason, onToken }: { reason: string; onToken(): void }) => (
  <main class="sign-in">
    <h1>A token, please</h1>
    <p role="alert">{reason}</p>
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const token = new FormData(event.currentTarget).get('token')
        saveToken(String(token).trim())
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
