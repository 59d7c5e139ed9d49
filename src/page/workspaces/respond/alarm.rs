//! A sound and a notification of the browser for critical alerts, where the visitor asked for them.

use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AudioContext, Notification, NotificationPermission};

/// How loud the tone is, how high, and how long in seconds.
const GAIN: f32 = 0.08;
const HERTZ: f32 = 660.0;
const SECONDS: f64 = 0.18;

/// What the visitor wants to hear and see.
#[derive(Clone, Copy)]
pub struct Alarm {
    /// A tone.
    pub sound: RwSignal<bool>,
    /// A notification.
    pub notification: RwSignal<bool>,
    context: StoredValue<Option<AudioContext>, LocalStorage>,
}

impl Alarm {
    /// Neither.
    pub fn new() -> Self {
        Alarm {
            sound: RwSignal::new(false),
            notification: RwSignal::new(false),
            context: StoredValue::new_local(None),
        }
    }

    /// Switches the sound on or off. Browsers let it begin with a press of the visitor's alone.
    pub fn switch_sound(self, on: bool) {
        self.sound.set(on);
        if on && self.context.with_value(Option::is_none) {
            self.context.set_value(AudioContext::new().ok());
        }
    }

    /// Switches notifications on, if the visitor lets the browser show them, or off. Why they stay off, if they do.
    pub async fn switch_notification(self, on: bool) -> Result<(), &'static str> {
        self.notification.set(false);
        if !on {
            return Ok(());
        }
        let refused = t!("The browser shows no notifications of this page: allow them in its settings.");
        let asked = Notification::request_permission().map_err(|_| refused)?;
        JsFuture::from(asked).await.map_err(|_| refused)?;
        if Notification::permission() != NotificationPermission::Granted {
            return Err(refused);
        }
        self.notification.set(true);
        Ok(())
    }

    /// Says that critical alerts have opened.
    pub fn raise(self, text: &str) {
        if self.sound.get_untracked() {
            self.context.with_value(|context| {
                if let Some(context) = context {
                    // Without the tone the alert is still on the screen.
                    let _ = tone(context);
                }
            });
        }
        if self.notification.get_untracked() {
            let _ = Notification::new(text);
        }
    }
}

fn tone(context: &AudioContext) -> Result<(), wasm_bindgen::JsValue> {
    let (oscillator, gain) = (context.create_oscillator()?, context.create_gain()?);
    oscillator.frequency().set_value(HERTZ);
    gain.gain().set_value(GAIN);
    oscillator.connect_with_audio_node(&gain)?;
    gain.connect_with_audio_node(&context.destination())?;
    oscillator.start()?;
    oscillator.stop_with_when(context.current_time() + SECONDS)
}
