//! A caller: one kept connection, one request after the other.

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// One request to send.
#[derive(Clone, Debug)]
pub struct Call {
    pub method: &'static str,
    pub path: String,
    pub cookie: Option<String>,
    pub form: Option<String>,
    pub accept: &'static str,
}

impl Call {
    /// Asks for a page.
    pub fn get(path: &str) -> Self {
        Self {
            method: "GET",
            path: path.to_owned(),
            cookie: None,
            form: None,
            accept: "text/html",
        }
    }

    /// Sends a form.
    pub fn post(path: &str, form: String, cookie: Option<String>) -> Self {
        Self {
            method: "POST",
            path: path.to_owned(),
            cookie,
            form: Some(form),
            accept: "text/html",
        }
    }

    /// As a script sends it, which follows nowhere.
    pub fn script(path: &str, form: String) -> Self {
        Self {
            accept: "application/json",
            ..Self::post(path, form, None)
        }
    }
}

/// A kept connection.
pub struct Caller(SendRequest<Full<Bytes>>);

impl Caller {
    pub async fn connect(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let (sender, connection) = handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        Self(sender)
    }

    /// Sends a call and reads the whole answer.
    pub async fn send(&mut self, call: &Call) -> (StatusCode, Bytes) {
        let mut request = Request::builder()
            .method(call.method)
            .uri(&call.path)
            .header("host", "127.0.0.1")
            .header("accept", call.accept)
            .header("sec-fetch-site", "same-origin");
        if let Some(cookie) = &call.cookie {
            request = request.header("cookie", cookie);
        }
        if call.form.is_some() {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        let body = Full::new(Bytes::from(call.form.clone().unwrap_or_default()));
        self.0.ready().await.unwrap();
        let answer = self
            .0
            .send_request(request.body(body).unwrap())
            .await
            .unwrap();
        let status = answer.status();
        (
            status,
            answer.into_body().collect().await.unwrap().to_bytes(),
        )
    }
}
